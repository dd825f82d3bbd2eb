import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { JobState } from "./job-states.ts";
import type { JobsContext } from "./jobs-context.ts";
import { mostCountedBehind, openSeconds } from "./limits.ts";
import { type ScannedJob, scanJobs } from "./scan-jobs.ts";

export type JobKind = {
  job: string;
  counts: Record<Exclude<JobState, "completed">, number>;
  ranHour: number;
  failedHour: number;
  ranDay: number;
  failedDay: number;
  /** Runs of the last day that ended without being heard of: their workers were killed. */
  brokeOffDay: number;
  /** Of the last day's runs that did their work. */
  medianMs: number | null;
  p95Ms: number | null;
  /** When the oldest of its jobs that could run, and does not, could have begun. */
  oldestDueAt: Date | null;
  nextRunAt: Date | null;
};

export type ConsumerLag = {
  consumer: string;
  /** Changes that it has not dealt with, counted up to 10,000. */
  behind: number;
  /** There are more than were counted. */
  isMore: boolean;
  /** When the oldest of them was recorded. */
  oldestAt: Date | null;
};

export type JobKinds = {
  asOf: Date;
  kinds: JobKind[];
  oldestDueAt: Date | null;
  consumers: ConsumerLag[];
};

/** Every kind of job that waits, ran within a day, or has a schedule; and how far the work is behind. */
export async function readKinds({ queue, transact }: JobsContext): Promise<JobKinds> {
  const [jobs, schedules, oldestDueAt] = await Promise.all([
    scanJobs(queue, ["waiting", "active", "delayed", "failed", "dead"]),
    queue.schedules(),
    queue.oldestDue(),
  ]);
  const activeIds = jobs.filter(({ state }) => state === "active").map(({ id }) => id);
  const { asOf, rates, consumers } = await transact(async (trx) => ({
    asOf: (await sql<{ now: Date }>`select clock_timestamp() as now`.execute(trx)).rows[0]?.now ?? new Date(),
    rates: await selectRates(trx, activeIds),
    consumers: await selectConsumers(trx),
  }));
  const names = new Set([...jobs, ...schedules].map(({ job }) => job).concat([...rates.keys()]));
  const kinds = [...names].sort().map((name): JobKind => {
    const own = jobs.filter(({ job }) => job === name);
    const next = schedules.flatMap(({ job, nextAt }) => (job === name && nextAt !== null ? [+nextAt] : []));
    return {
      job: name,
      counts: countStates(own),
      ...(rates.get(name) ?? noRates),
      oldestDueAt: oldestOf(own, asOf),
      nextRunAt: next.length === 0 ? null : new Date(Math.min(...next)),
    };
  });
  return { asOf, kinds, oldestDueAt, consumers };
}

function countStates(jobs: readonly ScannedJob[]): JobKind["counts"] {
  const counts = { waiting: 0, active: 0, delayed: 0, failed: 0, dead: 0 };
  for (const { state } of jobs) if (state !== "completed") counts[state] += 1;
  return counts;
}

function oldestOf(jobs: readonly ScannedJob[], asOf: Date): Date | null {
  const due = jobs.flatMap(({ state, dueAt }) =>
    // When a failed job may begin again is a guess.
    dueAt !== null && dueAt <= asOf && state !== "failed" ? [+dueAt] : [],
  );
  return due.length === 0 ? null : new Date(Math.min(...due));
}

type Rates = Pick<
  JobKind,
  "ranHour" | "failedHour" | "ranDay" | "failedDay" | "brokeOffDay" | "medianMs" | "p95Ms"
>;

const noRates: Rates = {
  ...{ ranHour: 0, failedHour: 0, ranDay: 0, failedDay: 0, brokeOffDay: 0 },
  ...{ medianMs: null, p95Ms: null },
};

/** Runs that found another one of theirs going on are not counted: nothing ran. */
async function selectRates(trx: Trx, activeIds: readonly string[]): Promise<Map<string, Rates>> {
  const { rows } = await sql<Rates & { job: string }>`
    select job,
      (count(*) filter (where is_recent))::int as "ranHour",
      (count(*) filter (where is_recent and is_failed))::int as "failedHour",
      count(*)::int as "ranDay",
      (count(*) filter (where is_failed))::int as "failedDay",
      (count(*) filter (where outcome is null and not queue_job_id = any (${activeIds}::text[])
        and started_at < now() - make_interval(secs => ${openSeconds})))::int as "brokeOffDay",
      percentile_cont(0.5) within group (order by duration_ms) filter (where outcome = 'done') as "medianMs",
      percentile_cont(0.95) within group (order by duration_ms) filter (where outcome = 'done') as "p95Ms"
    from (
      select *, started_at > now() - interval '1 hour' as is_recent,
        coalesce(outcome in ('retry', 'dead'), false) as is_failed
      from job_runs
      where started_at > now() - interval '1 day' and outcome is distinct from 'lock_busy') as run
    group by job`.execute(trx);
  return new Map(rows.map(({ job, ...rates }) => [job, rates]));
}

async function selectConsumers(trx: Trx): Promise<ConsumerLag[]> {
  const { rows } = await sql<ConsumerLag>`
    select consumer, backlog.behind, backlog.behind >= ${mostCountedBehind} as "isMore", backlog.oldest_at as "oldestAt"
    from change_consumers as reader
    cross join lateral (
      select count(*)::int as behind, min(changed_at) as oldest_at from (
        select changed_at from change_log where change_id > reader.change_id
        order by change_id limit ${mostCountedBehind}) as ahead) as backlog
    order by consumer`.execute(trx);
  return rows;
}
