import type { Figure, FigureChange } from "#ui/figures/figure.ts";
import {
  formatCount,
  formatDecimal,
  formatDuration,
  formatPercent,
  formatSigned,
  formatSignedPercent,
} from "#ui/figures/format.ts";
import type { Status } from "#ui/status.ts";
import type { OverviewCard } from "../overview-schema.ts";

type Unit = OverviewCard["unit"];

/** A metric's value as it is written everywhere. */
export function formatMetric(value: number | null, unit: Unit): string {
  switch (unit) {
    case "count":
      return formatCount(value);
    case "rating":
    case "ratio":
      return formatDecimal(value, 2);
    case "share":
      return formatPercent(value);
    case "seconds":
      return formatDuration(value);
  }
}

type Change = NonNullable<OverviewCard["change"]>;

/** The smallest difference that can be seen at the figures' own rounding. */
const leastSeen: Record<Unit, number> = { count: 1, rating: 0.01, share: 0.001, ratio: 0.01, seconds: 1 };

/** The difference of the two figures as they are written, so that nobody who subtracts them gets another one. */
function seenDifference(value: number, { difference }: Change, unit: Unit): number {
  const steps = (figure: number) => Math.round(figure / leastSeen[unit]);
  return (steps(value) - steps(value - difference)) * leastSeen[unit];
}

function changeText(difference: number, share: number | null, unit: Unit): string {
  if (unit === "rating" || unit === "ratio") return formatSigned(difference, 2);
  if (unit === "share") return `${formatSigned(difference * 100, 1)} points`;
  // A percentage of a handful says less than the handful.
  const isSmall = share === null || Math.abs(difference) < 10;
  return isSmall ? formatSigned(difference) : formatSignedPercent(share);
}

function figureChange({ change, unit, value, comparedWith }: OverviewCard): FigureChange | undefined {
  if (change === null || value === null || unit === "seconds") return undefined;
  const difference = seenDifference(value, change, unit);
  if (difference === 0)
    return { text: "no change", direction: "flat", verdict: "neutral", against: comparedWith };
  const verdict = change.isGood === null ? "neutral" : change.isGood ? "better" : "worse";
  const { direction, share } = change;
  return { text: changeText(difference, share, unit), direction, verdict, against: comparedWith };
}

const statuses: Record<OverviewCard["status"], Status | null> = {
  good: "good",
  warning: "warning",
  critical: "critical",
  neutral: null,
  unknown: null,
};

/** The state in which a card is shown as of `now`. */
export function cardFigure(card: OverviewCard, now: string, staleAfterSeconds: number): Figure {
  if (card.value === null || card.sampledAt === null) return { state: "unknown", message: card.why };
  const status = statuses[card.status];
  const change = figureChange(card);
  const isStale = Date.parse(now) - Date.parse(card.sampledAt) > staleAfterSeconds * 1000;
  return {
    state: "ready",
    value: formatMetric(card.value, card.unit),
    why: card.why,
    asOf: card.sampledAt,
    ...(card.unit === "rating" ? { unit: "of 5" } : {}),
    ...(status ? { status: { status, word: card.statusWord } } : {}),
    ...(change ? { change } : {}),
    ...(isStale ? { staleSince: card.sampledAt } : {}),
  };
}
