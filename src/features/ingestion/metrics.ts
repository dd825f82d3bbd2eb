import { defineInstantMetric, type InstantMetric, type MetricContext } from "#platform/metrics/metric.ts";

/** Intervals without a success after which data count as late, and as stale. */
const lateAfterIntervals = 2;
const staleAfterIntervals = 3;

type ResourceAge = {
  resource: string;
  ageSeconds: number | null;
  intervalSeconds: number;
  lastError: string | null;
};

async function resourceAges(
  { db }: MetricContext,
  asOf: Date,
  intervals: Readonly<Record<string, number>>,
): Promise<ResourceAge[]> {
  const rows = await db
    .selectFrom("ingestion_cursors")
    .select(["resource", "last_succeeded_at", "last_error"])
    .execute();
  return Object.entries(intervals).map(([resource, intervalSeconds]) => {
    const row = rows.find((candidate) => candidate.resource === resource);
    const ageSeconds = row?.last_succeeded_at
      ? (asOf.getTime() - row.last_succeeded_at.getTime()) / 1000
      : null;
    return { resource, ageSeconds, intervalSeconds, lastError: row?.last_error ?? null };
  });
}

function whyDataAge(resources: readonly ResourceAge[]): string {
  const failed = resources.find(({ lastError }) => lastError !== null);
  if (failed) return `Reading ${failed.resource} fails: ${failed.lastError}`;
  const unread = resources.filter(({ ageSeconds }) => ageSeconds === null).map(({ resource }) => resource);
  if (unread.length > 0) return `Not read yet: ${unread.join(", ")}.`;
  return `${resources.length} kinds of record, all read with success.`;
}

/** How old the records are; `intervals` gives the seconds between two polls by resource. */
export function dataAgeMetric(intervals: Readonly<Record<string, number>>): InstantMetric {
  return defineInstantMetric<{ resources: ResourceAge[] }>({
    kind: "instant",
    name: "data_age",
    title: "Data age",
    question: "How old are the figures on this page?",
    unit: "seconds",
    goodDirection: "down",
    // Compared with the age in intervals of the resource that is furthest behind.
    limits: { warning: lateAfterIntervals, critical: staleAfterIntervals },
    statusWords: { good: "fresh", warning: "late", critical: "stale" },
    history: "none",
    href: "/data",
    howComputed:
      "Time since sessions were last read with success. The word goes by the resource that is furthest behind: late after two of its intervals, stale after three.",
    owner: "administrator",
    why: (_value, { resources }) => whyDataAge(resources),
    async readAt(ctx, asOf) {
      const ages = await resourceAges(ctx, asOf, intervals);
      const sessions = ages.find(({ resource }) => resource === "sessions");
      const behind = ages.map(({ ageSeconds, intervalSeconds }) =>
        ageSeconds === null ? null : ageSeconds / intervalSeconds,
      );
      const known = behind.filter((value) => value !== null);
      return {
        value: sessions?.ageSeconds ?? null,
        statusValue: known.length === 0 ? null : Math.max(...known),
        details: { resources: ages },
      };
    },
  });
}
