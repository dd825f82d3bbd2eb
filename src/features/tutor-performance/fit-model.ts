import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction } from "#db/transaction.ts";
import { type BusinessMoment, utilisationDays } from "./business-calendar.ts";
import type { Daypart, KindTally } from "./expected-success.ts";
import { buildTutorModel, type TutorModel, type TutorObservation } from "./model.ts";
import { judgedSessions, type ReadMoment, selectedTutors, type TutorSelection } from "./sessions-query.ts";
import { tutorRanges } from "./tutor-ranges.ts";
import { hoursAvailable } from "./utilisation.ts";
import type { TutorSettings } from "./weights.ts";

type FitContext = { db: Database; signal: AbortSignal };

/** Makes the model of the moment's business day from what all tutors did before the day began. */
export async function fitTutorModel(
  { db, signal }: FitContext,
  moment: ReadMoment,
  settings: TutorSettings,
  isComplete: boolean,
): Promise<TutorModel> {
  const observations: TutorObservation[] = [];
  // The last millisecond before the day: what happens at midnight belongs to the day.
  const before = { ...moment, asOf: new Date(moment.dayStart.getTime() - 1) };
  for await (const range of tutorRanges(db)) {
    signal.throwIfAborted();
    observations.push(...(await observe(db, range, before, settings)));
  }
  return buildTutorModel(observations, isComplete, settings);
}

type ObservedRow = {
  tutor_id: number;
  offered: string[];
  timezone: string;
  weekly: { weekday: number; starts: string; ends: string }[] | null;
  time_off: { startMs: number; endMs: number }[] | null;
  seen: SeenGroup[] | null;
};

type SeenGroup = {
  subject_code: string;
  is_new: boolean | null;
  daypart: Daypart | null;
  due: number;
  cancelled: number;
  rated: number;
  half_sum: number;
  first_rated: number;
  first_successes: number;
  seconds: number;
};

async function observe(
  db: Database,
  selection: TutorSelection,
  moment: ReadMoment,
  settings: TutorSettings,
): Promise<TutorObservation[]> {
  return await inTransaction(db, async (trx) => {
    await sql`select set_config('jit', 'off', true), set_config('work_mem', '64MB', true)`.execute(trx);
    const { rows } = await observedQuery(selection, moment, settings.successRating).execute(trx);
    return rows.map((row) => toObservation(row, moment));
  });
}

function observedQuery(selection: TutorSelection, moment: ReadMoment, successRating: number) {
  const isRatedFirst = sql`is_first and rating is not null`;
  return sql<ObservedRow>`
    with grouped as (
      select tutor_id, subject_code, is_new, daypart, count(*) as due,
        count(*) filter (where status = 'cancelled') as cancelled,
        count(rating) filter (where status = 'completed') as rated,
        coalesce(sum(rating * 2) filter (where status = 'completed'), 0)::int as half_sum,
        count(*) filter (where ${isRatedFirst}) as first_rated,
        count(*) filter (where ${isRatedFirst} and rating >= ${successRating}) as first_successes,
        coalesce(sum(seconds) filter (where day >= ${moment.day - utilisationDays}), 0) as seconds
      from (${judgedSessions(selection, moment)}) as judged
      group by tutor_id, subject_code, is_new, daypart
    )
    select t.tutor_id, t.timezone,
      array(select subject_code from tutor_subjects s where s.tutor_id = t.tutor_id order by subject_code) as offered,
      (select jsonb_agg(jsonb_build_object('weekday', weekday, 'starts', starts, 'ends', ends) order by position)
        from tutor_availability a where a.tutor_id = t.tutor_id) as weekly,
      (select jsonb_agg(jsonb_build_object('startMs', (date_part('epoch', starts_at) * 1000)::bigint,
          'endMs', (date_part('epoch', ends_at) * 1000)::bigint) order by position)
        from tutor_time_off o where o.tutor_id = t.tutor_id and starts_at < ${moment.dayStart}
          and ends_at > ${moment.monthStart}) as time_off,
      (select jsonb_agg(to_jsonb(grouped) order by subject_code, is_new, daypart) from grouped
        where grouped.tutor_id = t.tutor_id) as seen
    from tutors t
    where ${selectedTutors("t.tutor_id", selection)} and (t.deleted_at is null or t.deleted_at > ${moment.asOf})
    order by t.tutor_id`;
}

function toObservation(row: ObservedRow, moment: BusinessMoment): TutorObservation {
  const seen = row.seen ?? [];
  const sum = (value: (group: SeenGroup) => number) => seen.reduce((total, group) => total + value(group), 0);
  return {
    tutorId: row.tutor_id,
    offered: row.offered,
    kinds: seen.flatMap(toKind),
    cancellations: { successes: sum(({ cancelled }) => cancelled), trials: sum(({ due }) => due) },
    hoursTaught: sum(({ seconds }) => seconds) / 3_600,
    hoursAvailable: hoursAvailable(
      { timezone: row.timezone, weekly: row.weekly ?? [], timeOff: row.time_off ?? [] },
      moment,
    ),
    ratings: seen
      .filter(({ rated }) => rated > 0)
      .map(({ subject_code, rated, half_sum }) => ({
        subjectCode: subject_code,
        rated,
        ratingSum: half_sum / 2,
      })),
  };
}

function toKind(group: SeenGroup): KindTally[] {
  const { subject_code, is_new, daypart, first_rated, first_successes } = group;
  if (is_new === null || daypart === null || first_rated === 0) return [];
  return [
    {
      subjectCode: subject_code,
      isNewCustomer: is_new,
      daypart,
      successes: first_successes,
      trials: first_rated,
    },
  ];
}
