import { type RawBuilder, sql } from "kysely";
import { dayMs } from "#domain/time/day-ms.ts";
import { formulaVersion } from "./score.ts";
import type { HealthSettings } from "./weights.ts";

/** Which customers: all whose ids lie in a range, ends included, or those of a list. */
export type CustomerSelection = { fromId: number; toId: number } | { ids: readonly number[] };

/** A row of `recordsQuery`; lists are PostgreSQL array texts such as {1,2,NULL}, in matching order; null if empty. */
export type RecordsRow = {
  customer_id: number;
  status: "active" | "paused" | "closed";
  signed_up_ms: number;
  deleted_ms: number | null;
  first_id: number | null;
  first_ms: number | null;
  first_rating: number | null;
  early_sessions: number;
  recent_ids: string | null;
  recent_times: string | null;
  recent_tutors: string | null;
  previous_id: number | null;
  previous_ms: number | null;
  previous_tutor: number | null;
  call_ids: string | null;
  call_times: string | null;
  call_reasons: string | null;
  earlier_call_times: string | null;
  goal_ids: string | null;
  goal_primary: string | null;
  goal_created: string | null;
  goal_completed: string | null;
  booked: boolean | null;
  next_record_change_ms: number | null;
  /** Of all the columns above but the id, and of spending, as text: 64 bits are more than a number holds. */
  records_hash: string;
  stored_hash: string | null;
  stored_records_hash: string | null;
  stored_score: number | null;
  stored_tier: string | null;
  stored_unscored_reason: string | null;
};

export type RecordsOptions = {
  skipSettled?: { settingsVersion: number } | null;
  /** Takes every account as active: what it was at a past instant is not kept. */
  isOpenThen?: boolean;
};

/**
 * Everything that health needs of the selected customers as of an instant, one row each, in no order. Each part
 * looks into one index at the place where the customer's rows of interest begin, so that the length of a history
 * does not matter. A part whose answer nobody needs is skipped by the conditions on the outer row.
 *
 * With `skipSettled`, customers are left out whose stored row was computed with that version of the settings from
 * these very records by the present formula, and holds at `asOf`: computing them again could only give the same.
 */
export function recordsQuery(
  selection: CustomerSelection,
  asOf: Date,
  settings: HealthSettings,
  { skipSettled = null, isOpenThen = false }: RecordsOptions = {},
): RawBuilder<RecordsRow> {
  return sql<RecordsRow>`
    select ${plainColumns}, ${listColumns}, ${recordsHash}::text as records_hash
    from (${allRecords(selection, asOf, settings, isOpenThen)}) as records
    where ${skipSettled === null ? sql`true` : sql`(${isSettled(asOf, skipSettled.settingsVersion)}) is not true`}`;
}

const plainColumns =
  sql.raw(`customer_id, status, signed_up_ms, deleted_ms, first_id, first_ms, first_rating, early_sessions,
  previous_id, previous_ms, previous_tutor, booked, next_record_change_ms, stored_hash, stored_records_hash::text,
  stored_score, stored_tier, stored_unscored_reason`);

// Made into text here and not where they are gathered: most rows of a pass are settled, and never sent.
const listColumns = sql.raw(
  [
    ...["recent_ids", "recent_times", "recent_tutors", "call_ids", "call_times", "call_reasons"],
    ...["earlier_call_times", "goal_ids", "goal_primary", "goal_created", "goal_completed"],
  ]
    .map((name) => `${name}::text as ${name}`)
    .join(", "),
);

// Spending moves no score, but a place in the work queue, which follows whenever this hash is another.
const recordsHash = sql`hash_record_extended(row(status, monthly_spend_cents, signed_up_ms, deleted_ms, first_id, first_ms, first_rating,
  early_sessions, recent_ids, recent_times, recent_tutors, previous_id, previous_ms, previous_tutor, call_ids,
  call_times, call_reasons, earlier_call_times, goal_ids, goal_primary, goal_created, goal_completed, booked,
  next_record_change_ms), ${formulaVersion})`;

// A row holds from the instant as of which it was computed up to its next change.
function isSettled(asOf: Date, settingsVersion: number): RawBuilder<unknown> {
  return sql`stored_records_hash = ${recordsHash} and stored_version = ${settingsVersion}
    and stored_at <= ${asOf} and coalesce(stored_until > ${asOf}, true)`;
}

function allRecords(
  selection: CustomerSelection,
  asOf: Date,
  settings: HealthSettings,
  isOpenThen: boolean,
): RawBuilder<unknown> {
  const at = windowStarts(asOf, settings);
  return sql`
    select c.customer_id, c.status, c.monthly_spend_cents, ${epochMs("c.signed_up_at")} as signed_up_ms, ${epochMs("c.deleted_at")} as deleted_ms,
      early.first_id, ${epochMs("early.first_at")} as first_ms, early.first_rating, early.number as early_sessions,
      recent.ids as recent_ids, recent.times as recent_times, recent.tutors as recent_tutors,
      previous.session_id as previous_id, ${epochMs("previous.happened_at")} as previous_ms, previous.tutor_id as previous_tutor,
      calls.ids as call_ids, calls.times as call_times, calls.reasons as call_reasons,
      earlier_calls.times as earlier_call_times,
      goals.ids as goal_ids, goals.primaries as goal_primary, goals.created as goal_created, goals.completed as goal_completed,
      booking.booked,
      ${epochMs(`least(early.deleted_at, recent.next_at, recent.deleted_at, previous.deleted_at, calls.next_at,
        calls.deleted_at, earlier_calls.deleted_at, booking.next_at)`)} as next_record_change_ms,
      stored.content_hash as stored_hash, stored.score as stored_score, stored.tier as stored_tier,
      stored.unscored_reason as stored_unscored_reason, stored.records_hash as stored_records_hash,
      stored.settings_version as stored_version, stored.computed_at as stored_at, stored.next_change_at as stored_until
    from ${isOpenThen ? openCustomers : sql`customers`} c
    left join customer_health_scores stored on stored.customer_id = c.customer_id and ${selected("stored", selection)}
    left join lateral (${earlySessions(at, settings.nudges)}) early on true
    left join lateral (${recentSessions(at)}) recent on true
    left join lateral (${previousSession(at)}) previous on true
    left join (${callsInWindow(at, selection)}) calls on calls.customer_id = c.customer_id and c.status = 'active'
    left join lateral (${earlierCalls(at, settings.overrides.criticalCalls)}) earlier_calls on true
    left join (${goalsOfCustomers(selection)}) goals on goals.customer_id = c.customer_id and c.status = 'active'
    left join lateral (${booking(at)}) booking on true
    where ${selected("c", selection)}`;
}

const openCustomers = sql`(select customer_id, 'active' as status, monthly_spend_cents, signed_up_at, deleted_at
  from customers)`;

type WindowStarts = { asOf: Date; sessions: Date; changes: Date; calls: Date; idle: Date };

function windowStarts(asOf: Date, settings: HealthSettings): WindowStarts {
  const before = (days: number) => new Date(asOf.getTime() - days * dayMs);
  const { velocity, consistency, overrides } = settings;
  return {
    asOf,
    sessions: before(Math.max(velocity.windowDays, consistency.windowDays, consistency.changeWindowDays)),
    changes: before(consistency.changeWindowDays),
    calls: before(settings.calls.windowDays),
    idle: before(Math.min(overrides.idleDays, overrides.lapsedDays)),
  };
}

// Said of each table, so that a range of ids is read off their keys side by side.
function selected(
  table: "c" | "stored" | "inbound_calls" | "goals",
  selection: CustomerSelection,
): RawBuilder<unknown> {
  const id = sql.ref(`${table}.customer_id`);
  if ("ids" in selection) return sql`${id} = any(${selection.ids}::bigint[])`;
  return sql`${id} between ${selection.fromId} and ${selection.toId}`;
}

function epochMs(expression: string): RawBuilder<unknown> {
  return sql.raw(`(date_part('epoch', ${expression}) * 1000)::bigint`);
}

function listOfTimes(column: string): RawBuilder<unknown> {
  return sql`array_agg(${epochMs(column)})`;
}

// One look at the beginning of the history serves both the first session and the slow start.
function earlySessions({ asOf }: WindowStarts, nudges: HealthSettings["nudges"]): RawBuilder<unknown> {
  const judgedAt = sql`c.signed_up_at + make_interval(secs => ${nudges.earlyDays * 86_400})`;
  return sql`select (array_agg(session_id))[1] as first_id, (array_agg(rating))[1] as first_rating,
      min(happened_at) as first_at, (count(*) filter (where happened_at <= ${judgedAt}))::int as number,
      min(deleted_at) as deleted_at
    from (select session_id, happened_at, rating, deleted_at from sessions
      where c.status = 'active' and customer_id = c.customer_id and status = 'completed' and happened_at <= ${asOf}
        and (deleted_at is null or deleted_at > ${asOf})
      order by happened_at, session_id limit ${nudges.earlySessions}) earliest`;
}

function recentSessions({ asOf, sessions }: WindowStarts): RawBuilder<unknown> {
  const known = sql`filter (where happened_at <= ${asOf})`;
  return sql`select array_agg(session_id) ${known} as ids, ${listOfTimes("happened_at")} ${known} as times,
      array_agg(tutor_id) ${known} as tutors, min(happened_at) as first_at,
      max(happened_at) ${known} as last_at, min(happened_at) filter (where happened_at > ${asOf}) as next_at,
      min(deleted_at) as deleted_at
    from (select session_id, happened_at, tutor_id, deleted_at from sessions
      where customer_id = c.customer_id and status = 'completed' and happened_at > ${sessions}
        and (deleted_at is null or deleted_at > ${asOf})
      order by happened_at, session_id) counted`;
}

function previousSession({ asOf, sessions, changes }: WindowStarts): RawBuilder<unknown> {
  return sql`select session_id, happened_at, tutor_id, deleted_at from sessions
    where (recent.last_at is null or recent.first_at > ${changes})
      and customer_id = c.customer_id and status = 'completed' and happened_at <= ${sessions}
      and (deleted_at is null or deleted_at > ${asOf})
    order by happened_at desc, session_id desc limit 1`;
}

// Customers have a call or two and a goal or two: gathered for all of a selection at once, they cost a third of what
// looking them up for each does.
function callsInWindow({ asOf, calls }: WindowStarts, selection: CustomerSelection): RawBuilder<unknown> {
  const known = sql`filter (where called_at <= ${asOf})`;
  return sql`select customer_id, array_agg(call_id) ${known} as ids, ${listOfTimes("called_at")} ${known} as times,
      array_agg(reason) ${known} as reasons, count(*) ${known} as number,
      min(called_at) filter (where called_at > ${asOf}) as next_at, min(deleted_at) as deleted_at
    from (select customer_id, call_id, called_at, reason, deleted_at from inbound_calls
      where ${selected("inbound_calls", selection)} and called_at > ${calls}
        and (deleted_at is null or deleted_at > ${asOf})
      order by customer_id, called_at, call_id) counted
    group by customer_id`;
}

function earlierCalls({ asOf, calls }: WindowStarts, criticalCalls: number): RawBuilder<unknown> {
  return sql`select ${listOfTimes("called_at")} as times, min(deleted_at) as deleted_at
    from (select called_at, deleted_at from inbound_calls
      where calls.number >= ${criticalCalls} and customer_id = c.customer_id and called_at <= ${calls}
        and (deleted_at is null or deleted_at > ${asOf})
      order by called_at) counted`;
}

function goalsOfCustomers(selection: CustomerSelection): RawBuilder<unknown> {
  return sql`select customer_id, array_agg(goal_id) as ids, array_agg(is_primary) as primaries,
      ${listOfTimes("created_at")} as created, ${listOfTimes("completed_at")} as completed
    from (select * from goals where ${selected("goals", selection)} order by customer_id, goal_id) as ordered
    group by customer_id`;
}

// Booked at T: open and yet to come, running, or known by now to have been missed or held after T. Few sessions have
// not been held; those that were held after T need a look only where there is one.
function booking({ asOf, idle }: WindowStarts): RawBuilder<unknown> {
  const isIdle = sql`c.status = 'active'
    and coalesce(recent.last_at, previous.happened_at, c.signed_up_at) <= ${idle}`;
  const isLive = sql`customer_id = c.customer_id and (deleted_at is null or deleted_at > ${asOf})`;
  const later = (column: string) => sql`case when ${sql.ref(column)} > ${asOf} then ${sql.ref(column)} end`;
  const timeThatPasses = sql`case status when 'scheduled' then scheduled_at when 'no_show' then happened_at end`;
  return sql`select case when ${isIdle} then coalesce(bool_or(is_booked), false) end as booked, min(next_at) as next_at
    from (
      select created_at <= ${asOf} and coalesce(${timeThatPasses} > ${asOf}, true) as is_booked,
        least(${later("created_at")}, ${later("deleted_at")},
          case when ${timeThatPasses} > ${asOf} then ${timeThatPasses} end) as next_at
      from sessions where ${isIdle} and ${isLive} and status in ('scheduled', 'in_progress', 'no_show')
      union all
      select created_at <= ${asOf}, least(${later("created_at")}, ${later("deleted_at")}, happened_at)
      from sessions where ${isIdle} and recent.next_at is not null and ${isLive} and happened_at > ${asOf}
        and status = 'completed'
    ) bookings`;
}
