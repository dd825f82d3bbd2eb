import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { RunOutcome } from "#platform/queue/run-recorder.ts";
import type { Schedule, ScheduleRate } from "#platform/queue/schedules.ts";
import { intervalSeconds } from "./due-times.ts";
import type { JobsContext } from "./jobs-context.ts";
import { missedHours } from "./limits.ts";
import { maskPersonalData } from "./mask-personal-data.ts";
import { isFailing, lateMs, missedRuns, type Stretch } from "./missed-runs.ts";

/**
 * The worst that holds. failing: no success for three intervals. failed: the last run that ended failed. missed: some
 * run of the last day did not begin in time. new: it never ran.
 */
export type ScheduleState = "failing" | "failed" | "missed" | "new" | "on_time";

export type ScheduleView = {
  key: string;
  job: string;
  rate: ScheduleRate;
  input: unknown;
  nextAt: Date | null;
  lastStartedAt: Date | null;
  /** Of the last run that ended and found something to say: runs left to the one before them say nothing. */
  lastOutcome: RunOutcome | null;
  lastSuccessAt: Date | null;
  missed: number;
  /** When the newest missed runs were due. */
  missedAt: Date[];
  state: ScheduleState;
};

/** Every schedule with what became of its runs, the worst first. */
export async function readSchedules({
  queue,
  transact,
}: JobsContext): Promise<{ asOf: Date; schedules: ScheduleView[] }> {
  const [schedules, own] = await Promise.all([queue.schedules(), queue.jobs(["waiting", "delayed"], 500)]);
  const queuedAt = new Map(own.filter((job) => job.isRepeating).map((job) => [job.schedule, job.queuedAt]));
  const { asOf, records } = await transact(async (trx) => await selectRecords(trx, schedules));
  const views = schedules.map((schedule) => {
    const record = records.get(schedule.key) ?? {
      ...noRecord,
      firstStartedAt: queuedAt.get(schedule.key) ?? asOf,
    };
    return viewOf(schedule, record, asOf);
  });
  return { asOf, schedules: views.sort(byUrgency) };
}

const urgency: readonly ScheduleState[] = ["failing", "failed", "missed", "new", "on_time"];

function byUrgency(a: ScheduleView, b: ScheduleView): number {
  return urgency.indexOf(a.state) - urgency.indexOf(b.state) || a.key.localeCompare(b.key);
}

type ScheduleRecord = {
  firstStartedAt: Date;
  lastStartedAt: Date | null;
  lastOutcome: RunOutcome | null;
  lastSuccessAt: Date | null;
  /** Of a schedule by the calendar each run is one. */
  stretches: Stretch[];
};

const noRecord = { lastStartedAt: null, lastOutcome: null, lastSuccessAt: null, stretches: [] };

function viewOf(schedule: Schedule, record: ScheduleRecord, asOf: Date): ScheduleView {
  const { key, job, input, nextAt } = schedule;
  const { firstStartedAt, stretches, lastStartedAt, lastOutcome, lastSuccessAt } = record;
  const rate = rateOf(schedule);
  const windowFrom = new Date(+asOf - missedHours * 3_600_000);
  const watchedFrom = firstStartedAt > windowFrom ? firstStartedAt : windowFrom;
  const missed = missedRuns({ rate, watchedFrom, asOf, stretches });
  const isWithoutSuccess = isFailing({ rate, watchedFrom: firstStartedAt, asOf, lastSuccessAt });
  const state = stateOf({ isWithoutSuccess, missed: missed.count, lastStartedAt, lastOutcome });
  return {
    ...{ key, job, rate, nextAt, lastStartedAt, lastOutcome, lastSuccessAt, state },
    input: maskPersonalData(input),
    missed: missed.count,
    missedAt: missed.newest,
  };
}

function stateOf(facts: {
  isWithoutSuccess: boolean;
  missed: number;
  lastStartedAt: Date | null;
  lastOutcome: RunOutcome | null;
}): ScheduleState {
  if (facts.isWithoutSuccess) return "failing";
  if (facts.lastOutcome === "retry" || facts.lastOutcome === "dead") return "failed";
  if (facts.missed > 0) return "missed";
  return facts.lastStartedAt === null ? "new" : "on_time";
}

function rateOf(schedule: Schedule): ScheduleRate {
  return "everySeconds" in schedule
    ? { everySeconds: schedule.everySeconds }
    : { cron: schedule.cron, timezone: schedule.timezone };
}

type RecordRow = {
  key: string;
  asOf: Date;
  firstStartedAt: Date | null;
  lastStartedAt: Date | null;
  lastOutcome: RunOutcome | null;
  lastSuccessAt: Date | null;
  begins: Date[] | null;
  ends: Date[] | null;
};

/**
 * A day of runs every ten seconds is read as a few stretches in which none was missed.
 * The last success is looked for in the time for which runs are kept.
 */
async function selectRecords(trx: Trx, schedules: readonly Schedule[]) {
  const now =
    (await sql<{ now: Date }>`select clock_timestamp() as now`.execute(trx)).rows[0]?.now ?? new Date();
  const wanted = schedules.map((schedule) => {
    const rate = rateOf(schedule);
    const gap = "everySeconds" in rate ? rate.everySeconds + lateMs(rate, now) / 1000 : 0;
    return { key: schedule.key, gap, before: intervalSeconds(rate, now) };
  });
  const { rows } = await sql<RecordRow>`
    select wanted.key, first.started_at as "firstStartedAt", last.started_at as "lastStartedAt",
      verdict.outcome as "lastOutcome", success.started_at as "lastSuccessAt", stretches.begins, stretches.ends
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as wanted(key text, gap double precision, before double precision)
    left join lateral (
      select started_at from job_runs where schedule_key = wanted.key order by started_at limit 1) as first on true
    left join lateral (
      select started_at from job_runs where schedule_key = wanted.key
      order by started_at desc limit 1) as last on true
    left join lateral (
      select outcome from job_runs where schedule_key = wanted.key
        and outcome in ('done', 'dropped', 'retry', 'dead')
      order by started_at desc limit 1) as verdict on true
    left join lateral (
      select started_at from job_runs where schedule_key = wanted.key and outcome = 'done'
      order by started_at desc limit 1) as success on true
    left join lateral (
      select array_agg(begins order by begins) as begins, array_agg(ends order by begins) as ends from (
        select min(started_at) as begins, max(started_at) as ends from (
          select started_at, count(*) filter (where gap > make_interval(secs => wanted.gap))
            over (order by started_at) as stretch
          from (
            select started_at, started_at - lag(started_at) over (order by started_at) as gap
            from job_runs where schedule_key = wanted.key and started_at
              > ${now}::timestamptz - make_interval(hours => ${missedHours}, secs => wanted.before)) as run) as run
        group by stretch) as stretch
    ) as stretches on true`.execute(trx);
  const records = rows.flatMap(({ key, firstStartedAt, begins, ends, ...last }) => {
    if (firstStartedAt === null) return [];
    const stretches = begins?.map((from, at) => ({ from, to: ends?.[at] ?? from })) ?? [];
    return [[key, { ...last, firstStartedAt, stretches }] as const];
  });
  return { asOf: now, records: new Map<string, ScheduleRecord>(records) };
}
