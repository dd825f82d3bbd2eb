import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import type { PollSchedule } from "./poll-schedule.ts";
import { lateAfterIntervals, staleAfterIntervals } from "./weights.ts";

export type Freshness = "fresh" | "late" | "stale" | "never_read";

export type ResourceAge = {
  resource: string;
  lastSucceededAt: string | null;
  ageSeconds: number | null;
  intervalSeconds: number;
  freshness: Freshness;
  /** Never read counts as stale. */
  isStale: boolean;
  lastError: string | null;
};

export type DataAge = {
  asOf: string;
  /** Seconds since sessions were last read with success; null where they never were. */
  ageSeconds: number | null;
  isStale: boolean;
  resources: ResourceAge[];
};

/** How old the records are as of an instant, resource by resource. */
export async function readDataAge(
  db: Database | Trx,
  { schedule, asOf }: { schedule: readonly PollSchedule[]; asOf: Date },
): Promise<DataAge> {
  const rows = await db
    .selectFrom("ingestion_cursors")
    .select(["resource", "last_succeeded_at", "last_error"])
    .execute();
  const resources = schedule.map(({ resource, everySeconds }): ResourceAge => {
    const row = rows.find((candidate) => candidate.resource === resource);
    const lastSucceededAt = row?.last_succeeded_at ?? null;
    const ageSeconds = lastSucceededAt === null ? null : secondsBetween(lastSucceededAt, asOf);
    return {
      resource,
      lastSucceededAt: lastSucceededAt?.toISOString() ?? null,
      ageSeconds,
      intervalSeconds: everySeconds,
      freshness: freshness(ageSeconds, everySeconds),
      isStale: ["stale", "never_read"].includes(freshness(ageSeconds, everySeconds)),
      lastError: row?.last_error ?? null,
    };
  });
  const sessions = resources.find(({ resource }) => resource === "sessions");
  return {
    asOf: asOf.toISOString(),
    ageSeconds: sessions?.ageSeconds ?? null,
    isStale: resources.some(({ isStale }) => isStale),
    resources,
  };
}

/** How late data are, by the intervals that have passed without a success. */
function freshness(ageSeconds: number | null, intervalSeconds: number): Freshness {
  if (ageSeconds === null) return "never_read";
  if (ageSeconds > intervalSeconds * staleAfterIntervals) return "stale";
  return ageSeconds > intervalSeconds * lateAfterIntervals ? "late" : "fresh";
}

function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));
}
