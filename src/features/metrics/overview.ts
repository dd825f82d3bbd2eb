import type { Database } from "#db/client.ts";
import { asViewer, type Trx } from "#db/transaction.ts";
import { daysBefore } from "#domain/time/business-day.ts";
import type { MetricCatalogue, MetricDefinition, RangeName } from "#platform/metrics/metric.ts";
import type { Viewer } from "#platform/viewer.ts";
import { dailyPoints, metricChange, metricStatus, sparklineDays } from "./card.ts";
import type { Overview, OverviewCard } from "./overview-schema.ts";
import { hourlySeries, newestSamples, type SeriesPoint } from "./queries.ts";
import { likeRangeLabels, rangeAsOf } from "./ranges.ts";
import { readSamples, type Sample } from "./sample.ts";
import { loadMetricSettings } from "./settings.ts";
import { type MetricSettings, sampleStaleAfterSeconds } from "./weights.ts";

type OverviewInput = MetricCatalogue & { range: RangeName; asOf: Date };

/**
 * The cards of the overview in the order of the registry, from stored samples alone, but for metrics that have no
 * history: those are read now.
 */
export async function readOverview(
  { db, viewer }: { db: Database; viewer: Viewer },
  input: OverviewInput,
): Promise<Overview> {
  return await asViewer(db, viewer, async (trx) => await overviewCards(trx, input));
}

async function overviewCards(trx: Trx, input: OverviewInput): Promise<Overview> {
  const samples = [...(await currentReadings(trx, input)), ...(await newestSamples(trx))];
  const settings = await loadMetricSettings(trx);
  const cards: OverviewCard[] = [];
  for (const metric of input.metrics) {
    const dimension = metric.kind === "range" ? input.range : "";
    const sample = samples.find(
      (candidate) => candidate.metric === metric.name && candidate.dimension === dimension,
    );
    const series = await cardSeries(trx, metric, input);
    cards.push(toCard(metric, sample, series, settings, input));
  }
  const staleAfterSeconds = sampleStaleAfterSeconds * input.clockSpeed;
  return { asOf: input.asOf.toISOString(), range: input.range, staleAfterSeconds, cards };
}

async function currentReadings(trx: Trx, input: OverviewInput): Promise<Sample[]> {
  const current = input.metrics.filter((metric) => metric.kind === "instant" && metric.history === "none");
  const ctx = { db: trx, businessTimezone: input.businessTimezone };
  return (
    await Promise.all(current.map(async (metric) => await readSamples(ctx, metric, input.asOf)))
  ).flat();
}

async function cardSeries(trx: Trx, metric: MetricDefinition, input: OverviewInput): Promise<SeriesPoint[]> {
  // One day more than is shown, so that an instant metric finds its value of one range ago.
  const from = daysBefore(input.asOf, sparklineDays(input.range) + 1);
  return await hourlySeries(trx, metric.name, metric.kind === "range" ? "today" : "", from, input.asOf);
}

function comparison(metric: MetricDefinition, sample: Sample, series: SeriesPoint[], input: OverviewInput) {
  if (metric.kind === "range") {
    const previous = sample.details.previous as number | null | undefined;
    return { previous, comparedWith: likeRangeLabels[input.range] };
  }
  if (metric.usual) {
    const { value, called } = metric.usual(sample.details);
    return { previous: value, comparedWith: called };
  }
  const { from } = rangeAsOf(input.range, input.asOf, input.businessTimezone);
  const earlier = series.findLast(({ at }) => at.getTime() <= from.getTime());
  return { previous: earlier?.value, comparedWith: earlierLabels[input.range] };
}

const earlierLabels: Record<RangeName, string> = {
  today: "the start of today",
  "7d": "7 days ago",
  "30d": "30 days ago",
};

const defaultStatusWords = { good: "good", warning: "watch", critical: "critical" };

function toCard(
  metric: MetricDefinition,
  sample: Sample | undefined,
  series: SeriesPoint[],
  settings: MetricSettings,
  input: OverviewInput,
): OverviewCard {
  const { name, title, question, unit, href, howComputed } = metric;
  const fixed = { name, title, question, unit, href, howComputed };
  if (sample === undefined) return { ...fixed, ...unsampled };
  const points = isHourly(metric)
    ? series.slice(-sparklineDays(input.range) * 24)
    : dailyPoints(series, sparklineDays(input.range), input.asOf, input.businessTimezone);
  const { previous, comparedWith } = comparison(metric, sample, series, input);
  const statusValue =
    "statusValue" in sample.details ? (sample.details.statusValue as number | null) : sample.value;
  const status = metricStatus(metric, sample.value === null ? null : statusValue, settings);
  return {
    ...fixed,
    value: sample.value,
    status,
    statusWord:
      status === "neutral" || status === "unknown"
        ? status
        : (metric.statusWords ?? defaultStatusWords)[status],
    change: metricChange(metric.goodDirection, sample.value, previous),
    comparedWith,
    why: metric.why(sample.value, sample.details),
    sparkline: points.map(({ at, value }) => ({ at: at.toISOString(), value })),
    sampledAt: sample.sampledAt.toISOString(),
    details: sample.details,
  };
}

function isHourly(metric: MetricDefinition): boolean {
  return metric.kind === "instant" && metric.history !== "daily";
}

const unsampled = {
  value: null,
  status: "unknown" as const,
  statusWord: "unknown",
  change: null,
  comparedWith: "",
  why: "Not sampled yet: the worker does so every 30 seconds.",
  sparkline: [],
  sampledAt: null,
  details: {},
};
