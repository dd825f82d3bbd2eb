import type { Trx } from "#db/transaction.ts";
import type { PollSchedule } from "./poll-schedule.ts";

/** A resource whose last success is older than this many of its intervals is stale. */
export const staleAfterIntervals = 3;

export type ResourceAge = {
  resource: string;
  lastSucceededAt: string | null;
  ageSeconds: number | null;
  intervalSeconds: number;
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
  trx: Trx,
  { schedule, asOf }: { schedule: readonly PollSchedule[]; asOf: Date },
): Promise<DataAge> {
  const rows = await trx
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
      isStale: ageSeconds === null || ageSeconds > staleAfterIntervals * everySeconds,
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

function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));
}
