import { defineInstantMetric, type InstantMetric } from "#platform/metrics/metric.ts";
import { type ResourceAge, readDataAge } from "./data-age.ts";
import type { PollSchedule } from "./poll-schedule.ts";
import { lateAfterIntervals, staleAfterIntervals } from "./weights.ts";

/** How old the records are, given how often each resource is read. */
export function dataAgeMetric(schedule: readonly PollSchedule[]): InstantMetric {
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
      const { ageSeconds, resources } = await readDataAge(ctx.db, { schedule, asOf });
      return { value: ageSeconds, statusValue: intervalsBehind(resources), details: { resources } };
    },
  });
}

function intervalsBehind(resources: readonly ResourceAge[]): number | null {
  const behind = resources.map(({ ageSeconds, intervalSeconds }) =>
    ageSeconds === null ? Number.POSITIVE_INFINITY : ageSeconds / intervalSeconds,
  );
  // What was never read is as late as can be; JSON has no infinity.
  return behind.length === 0 ? null : Math.min(Number.MAX_SAFE_INTEGER, Math.max(...behind));
}

function whyDataAge(resources: readonly ResourceAge[]): string {
  const failed = resources.find(({ lastError }) => lastError !== null);
  if (failed) return `Reading ${failed.resource} fails: ${failed.lastError}`;
  const unread = resources.filter(({ ageSeconds }) => ageSeconds === null).map(({ resource }) => resource);
  if (unread.length > 0) return `Not read yet: ${unread.join(", ")}.`;
  return `${resources.length} kinds of record, all read with success.`;
}
