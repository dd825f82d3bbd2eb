import { type RawBuilder, sql } from "kysely";
import type { BusinessMoment } from "./business-calendar.ts";
import { daypartOf } from "./expected-success.ts";

/** Which tutors: a range of ids, or some. */
export type TutorSelection = { fromId: number; toId: number } | { ids: readonly number[] };

export function selectedTutors(column: string, selection: TutorSelection): RawBuilder<unknown> {
  const id = sql.ref(column);
  if ("ids" in selection) return sql`${id} = any(${selection.ids}::bigint[])`;
  return sql`${id} between ${selection.fromId} and ${selection.toId}`;
}

/** With what sessions are read: the moment, and the timezones that the database knows. */
export type ReadMoment = BusinessMoment & { knownZones: readonly string[] };

/**
 * The sessions that count as of an instant, each with its business day, its length, and whether it is the earliest completed one
 * of its pair. Deleted by then: not counted. Later than then: not known. `seconds` is null where the length is
 * not known: an end before the start is a mistake, and the booked length counts.
 */
export function countedSessions(selection: TutorSelection, moment: ReadMoment): RawBuilder<unknown> {
  return sql`
    select tutor_id, customer_id, session_id, subject_code, status, happened_at, rating, deleted_at,
      (happened_at at time zone ${moment.timezone}::text)::date - date '1970-01-01' as day,
      case when status = 'completed'
        then case when ended_at >= started_at then round(date_part('epoch', ended_at - started_at))::int
          else duration_minutes * 60 end end as seconds,
      status = 'completed' and row_number() over (partition by tutor_id, customer_id, status = 'completed'
        order by happened_at, session_id) = 1 as is_first
    from sessions
    where ${selectedTutors("tutor_id", selection)} and ${isCounted} and happened_at <= ${moment.asOf}
      and (deleted_at is null or deleted_at > ${moment.asOf})`;
}

/** Held, missed, or called off by the tutor: what speaks of the tutor. */
export const isCounted = sql`(status in ('completed', 'no_show') or status = 'cancelled' and cancelled_by = 'tutor')`;

/**
 * A customer is one row. Saying so keeps the planner from merging the look-up into the join, where it would be made for
 * every session before it is asked whether it is a rated first one: for twenty times as many.
 */
const lookedUpOnlyThere = sql`limit 1`;

const dayparts = Array.from({ length: 24 }, (_, hour) => daypartOf(hour));

/**
 * The counted sessions with the kind of each rated first one: whether it is the customer's first of all, and the part of
 * the day by the customer's clock (by that of the business, where the database does not know the zone).
 */
export function judgedSessions(selection: TutorSelection, moment: ReadMoment): RawBuilder<unknown> {
  const zone = sql`case when customers.timezone = any(${moment.knownZones}::text[]) then customers.timezone
    else ${moment.timezone}::text end`;
  return sql`
    select counted.*, kind.is_new, kind.daypart, kind.first_deleted_at
    from (${countedSessions(selection, moment)}) as counted
    left join lateral (
      select earliest.session_id = counted.session_id as is_new, earliest.deleted_at as first_deleted_at,
        (${dayparts}::text[])[1 + date_part('hour', counted.happened_at at time zone ${zone})::int] as daypart
      from customers
      cross join lateral (select session_id, deleted_at from sessions
        where sessions.customer_id = counted.customer_id and status = 'completed' and happened_at <= ${moment.asOf}
          and (deleted_at is null or deleted_at > ${moment.asOf})
        order by happened_at, session_id limit 1) as earliest
      where counted.is_first and counted.rating is not null and customers.customer_id = counted.customer_id
      ${lookedUpOnlyThere}
    ) as kind on true`;
}
