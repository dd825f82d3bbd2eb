import { ProgressToTarget } from "#ui/charts/progress-to-target.tsx";
import { StackedBar } from "#ui/charts/stacked-bar.tsx";
import { formatDay } from "#ui/figures/dates.ts";
import { MetricCard } from "#ui/figures/metric-card.tsx";
import type { Overview, OverviewCard } from "../overview-schema.ts";
import { type BalanceSubject, BalanceSubjects } from "./balance-subjects.tsx";
import { cardFigure, formatMetric } from "./card-figure.ts";
import { Stars } from "./stars.tsx";

/** The first card holds four tiers, and takes two places. */
const wideCard = "customers_at_risk";

export type OverviewCardsProps = { overview: Overview; now: string; timezone: string };

/** The cards of the overview in the order of the catalogue. */
export function OverviewCards({ overview, now, timezone }: OverviewCardsProps) {
  return (
    <ul className="grid grid-cols-1 gap-4 sm:grid-cols-2 xl:grid-cols-4">
      {overview.cards.map((card) => (
        <li key={card.name} className="contents">
          <MetricCard
            title={card.title}
            href={card.href}
            figure={cardFigure(card, now, overview.staleAfterSeconds)}
            method={<Method card={card} />}
            {...sparklineProps(card, timezone)}
            now={now}
            timezone={timezone}
            className={card.name === wideCard ? "sm:col-span-2" : ""}
          >
            <CardDetail card={card} range={overview.range} />
          </MetricCard>
        </li>
      ))}
    </ul>
  );
}

function Method({ card }: { card: OverviewCard }) {
  return (
    <>
      <p className="font-medium">{card.question}</p>
      <p className="mt-1">{card.howComputed}</p>
    </>
  );
}

/** A line needs two points; one alone would be a dot that says nothing. */
function sparklineProps(card: OverviewCard, timezone: string) {
  const known = card.sparkline.filter(({ value }) => value !== null);
  return known.length < 2 ? {} : { sparkline: sparkline(card, timezone) };
}

function sparkline(card: OverviewCard, timezone: string) {
  const isHourly = card.sparkline.length > mostDays;
  const points = card.sparkline.map(({ at, value }) => ({
    label: formatDay(at, timezone),
    value,
    text: formatMetric(value, card.unit),
  }));
  if (!isHourly) return { label: `${card.title}, by day`, points };
  return {
    label: `${card.title}, lowest and highest of each day`,
    points,
    summary: byDay(points, card.unit),
  };
}

/** A sparkline with more points than a month has days goes by hours. */
const mostDays = 31;

/** Lowest and highest value of each day: nobody has a week of hours read out. */
function byDay(points: readonly { label: string; value: number | null }[], unit: OverviewCard["unit"]) {
  const days = new Map<string, number[]>();
  for (const { label, value } of points) {
    if (value !== null) days.set(label, [...(days.get(label) ?? []), value]);
  }
  return Array.from(days, ([label, values]) => ({
    label,
    text: `${formatMetric(Math.min(...values), unit)} to ${formatMetric(Math.max(...values), unit)}`,
  }));
}

type Tiers = { critical: number; at_risk: number; healthy: number; thriving: number };

/** What a card shows between its figure and its reason. */
function CardDetail({ card, range }: { card: OverviewCard; range: Overview["range"] }) {
  if (card.value === null) return null;
  if (card.name === "sessions_held" && range === "today") {
    const { dayTarget } = card.details as { dayTarget: number | null };
    if (dayTarget === null) return null;
    return (
      <ProgressToTarget label="Sessions today against the target" value={card.value} target={dayTarget} />
    );
  }
  if (card.name === "customers_at_risk")
    return <TierShares tiers={(card.details as { tiers: Tiers }).tiers} />;
  if (card.name === "demand_balance") {
    const { subjects, known } = card.details as { subjects: BalanceSubject[]; known: number };
    return <BalanceSubjects subjects={subjects} known={known} />;
  }
  if (card.unit === "rating") return <Stars rating={card.value} />;
  return null;
}

function TierShares({ tiers }: { tiers: Tiers }) {
  const link = (tier: keyof Tiers) => `/customers?tier=${tier}`;
  return (
    <StackedBar
      label="Scored customers by tier"
      segments={[
        { label: "Critical", value: tiers.critical, status: "critical", href: link("critical") },
        { label: "At risk", value: tiers.at_risk, status: "warning", href: link("at_risk") },
        { label: "Healthy", value: tiers.healthy, status: "info", href: link("healthy") },
        { label: "Thriving", value: tiers.thriving, status: "good", href: link("thriving") },
      ]}
    />
  );
}
