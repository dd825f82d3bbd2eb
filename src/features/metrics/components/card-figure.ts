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
      return formatDecimal(value, 2);
    case "share":
      return formatPercent(value);
    case "seconds":
      return formatDuration(value);
  }
}

function changeText(change: NonNullable<OverviewCard["change"]>, unit: Unit): string {
  if (change.direction === "flat") return "no change";
  if (unit === "rating") return formatSigned(change.difference, 2);
  if (unit === "share") return `${formatSigned(change.difference * 100, 1)} points`;
  // A percentage of a handful says less than the handful.
  const isSmall = change.share === null || Math.abs(change.difference) < 10;
  return isSmall ? formatSigned(Math.round(change.difference)) : formatSignedPercent(change.share);
}

function figureChange(card: OverviewCard): FigureChange | undefined {
  if (card.change === null || card.unit === "seconds") return undefined;
  const { direction, isGood } = card.change;
  const verdict = isGood === null ? "neutral" : isGood ? "better" : "worse";
  return { text: changeText(card.change, card.unit), direction, verdict, against: card.comparedWith };
}

const statuses: Record<OverviewCard["status"], Status | null> = {
  good: "good",
  warning: "warning",
  critical: "critical",
  neutral: null,
  unknown: null,
};

/** How long a sample may be old before the card says so: three of the 30-second rounds and a margin. */
const staleAfterMs = 120_000;

/** The state in which a card is shown as of `now`. */
export function cardFigure(card: OverviewCard, now: string): Figure {
  if (card.value === null || card.sampledAt === null) return { state: "unknown", message: card.why };
  const status = statuses[card.status];
  const change = figureChange(card);
  const isStale = Date.parse(now) - Date.parse(card.sampledAt) > staleAfterMs;
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
