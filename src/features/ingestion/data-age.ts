import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import type { PollSchedule } from "./poll-schedule.ts";
import { lateAfterIntervals, staleAfterIntervals } from "./weights.ts";

export type Freshness = "fresh" | "late" | "stale" | "never_read";

export type ResourceAge = {
  resource: string;
  lastSucceededAt: string | null;
  /**
   * Until when the records are known: the beginning of the last poll that succeeded. What the source showed then has
   * been read, while a change made during the poll may have been missed. The cursor would not say it: it stands
   * still while nothing changes, however often we look. Null where no poll has succeeded.
   */
  knownUntil: string | null;
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

type CursorRow = {
  resource: string;
  last_succeeded_at: Date | null;
  last_error: string | null;
  known_until: Date | null;
};

/** How old the records are as of an instant, resource by resource. */
export async function readDataAge(
  db: Database | Trx,
  { schedule, asOf }: { schedule: readonly PollSchedule[]; asOf: Date },
): Promise<DataAge> {
  const { rows } = await sql<CursorRow>`
    select reading.resource, reading.last_succeeded_at, reading.last_error,
      coalesce(run.started_at, reading.last_succeeded_at) as known_until
    from ingestion_cursors as reading
    left join lateral (
      select started_at from ingestion_runs
      where resource = reading.resource and state = 'succeeded' and trigger <> 'import'
      order by started_at desc limit 1) as run on reading.last_succeeded_at is not null`.execute(db);
  const resources = schedule.map(({ resource, everySeconds }): ResourceAge => {
    const row = rows.find((candidate) => candidate.resource === resource);
    const lastSucceededAt = row?.last_succeeded_at ?? null;
    const ageSeconds = lastSucceededAt === null ? null : secondsBetween(lastSucceededAt, asOf);
    return {
      resource,
      lastSucceededAt: lastSucceededAt?.toISOString() ?? null,
      knownUntil: row?.known_until?.toISOString() ?? null,
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
