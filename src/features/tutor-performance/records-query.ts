import { type RawBuilder, sql } from "kysely";
import type { ExpectedOfKinds } from "./expected-of-kinds.ts";
import type { FollowedAnomaly } from "./follow-anomalies.ts";
import {
  isCounted,
  judgedSessions,
  type ReadMoment,
  selectedTutors,
  type TutorSelection,
} from "./sessions-query.ts";
import type { StoredFlag } from "./stored-flags.ts";

/** A tutor as the query answers: days and subjects as lines of numbers, which cost a tenth of rows. */
export type RecordsRow = {
  tutor_id: number;
  status: string;
  timezone: string;
  offered: string[];
  weekly: { weekday: number; starts: string; ends: string }[] | null;
  time_off: { startMs: number; endMs: number }[] | null;
  days: string | null;
  subjects: string | null;
  next_change_ms: number | null;
  stored_hash: string | null;
  stored_flags: StoredFlag[] | null;
  stored_anomalies: FollowedAnomaly[] | null;
};

/**
 * The records of the selected tutors who are not deleted as of the moment, with what is stored of them. One line a day and
 * one a subject: numbers between commas, lines between semicolons.
 */
export function recordsQuery(
  selection: TutorSelection,
  moment: ReadMoment,
  expected: ExpectedOfKinds,
  successRating: number,
): RawBuilder<RecordsRow> {
  const ofKind = sql`${JSON.stringify(expected)}::jsonb -> subject_code
    ->> (case when is_new then 'new ' else 'known ' end || daypart)`;
  return sql<RecordsRow>`
    with judged as (
      select sessions.*, case when daypart is not null then (${ofKind})::int end as thousandths,
        floor(rating * 2)::int - 2 as half
      from (${judgedSessions(selection, moment)}) as sessions
    ), grouped as (
      select tutor_id, day, subject_code, ${tallies(successRating)},
        least(min(deleted_at), min(first_deleted_at)) as next_at
      from judged group by grouping sets ((tutor_id, day), (tutor_id, subject_code))
    ), lined as (
      select tutor_id, string_agg(concat_ws(',', day, ${lineColumns}), ';' order by day) filter (where day is not null) as days,
        string_agg(concat_ws(',', subject_code, ${lineColumns}), ';' order by subject_code)
          filter (where subject_code is not null) as subjects,
        min(next_at) as next_at
      from grouped group by tutor_id
    )
    select t.tutor_id, t.status, t.timezone, lined.days, lined.subjects,
      array(select subject_code from tutor_subjects s where s.tutor_id = t.tutor_id order by subject_code) as offered,
      ${weekly} as weekly, ${timeOff(moment)} as time_off,
      (date_part('epoch', least(lined.next_at, to_come.next_at, t.deleted_at)) * 1000)::bigint as next_change_ms,
      stored.content_hash as stored_hash, stored.flags as stored_flags, ${storedAnomalies} as stored_anomalies
    from tutors t
    left join lined using (tutor_id)
    left join lateral (select min(happened_at) as next_at from sessions
      where sessions.tutor_id = t.tutor_id and happened_at > ${moment.asOf} and ${isCounted}
        and (deleted_at is null or deleted_at > ${moment.asOf})) as to_come on true
    left join tutor_performance stored on stored.tutor_id = t.tutor_id and ${selectedTutors("stored.tutor_id", selection)}
    where ${selectedTutors("t.tutor_id", selection)} and (t.deleted_at is null or t.deleted_at > ${moment.asOf})
    order by t.tutor_id`;
}

// Sums of whole numbers: whatever the plan, they come out the same.
function tallies(successRating: number): RawBuilder<unknown> {
  const isRatedFirst = sql`is_first and rating is not null`;
  return sql`
    count(*) filter (where status = 'completed') as completed,
    count(*) filter (where status = 'no_show') as no_shows,
    count(*) filter (where status = 'cancelled') as cancelled,
    coalesce(sum(seconds), 0) as seconds, count(seconds) as timed,
    coalesce(string_agg(half::text, '') filter (where status = 'completed'), '') as halves,
    count(*) filter (where is_first) as firsts,
    count(*) filter (where ${isRatedFirst}) as first_rated,
    count(*) filter (where ${isRatedFirst} and rating >= ${successRating}) as first_successes,
    coalesce(sum(thousandths) filter (where ${isRatedFirst}), 0) as first_thousandths`;
}

const lineColumns = sql`completed, no_shows, cancelled, seconds, timed, halves, firsts, first_rated, first_successes,
  first_thousandths`;

const weekly = sql`(select jsonb_agg(jsonb_build_object('weekday', weekday, 'starts', starts, 'ends', ends) order by position)
  from tutor_availability a where a.tutor_id = t.tutor_id)`;

function timeOff({ monthStart, dayStart }: ReadMoment): RawBuilder<unknown> {
  return sql`(select jsonb_agg(jsonb_build_object('startMs', (date_part('epoch', starts_at) * 1000)::bigint,
      'endMs', (date_part('epoch', ends_at) * 1000)::bigint) order by position)
    from tutor_time_off o where o.tutor_id = t.tutor_id and starts_at < ${dayStart} and ends_at > ${monthStart})`;
}

// Open ones are followed; closed ones of these weeks may open again.
const storedAnomalies = sql`(select jsonb_agg(jsonb_build_object('measure', measure, 'weekDay', week - date '1970-01-01',
    'value', value, 'expected', expected, 'sessions', sessions, 'pValue', p_value, 'state', state, 'ending', ending)
    order by measure, week) from tutor_anomalies a where a.tutor_id = t.tutor_id)`;
