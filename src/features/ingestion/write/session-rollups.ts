import { type RawBuilder, sql } from "kysely";
import { bookingLeads } from "#domain/forecasting/booking-curve.ts";

/**
 * Hours before the hour that a session is booked for, by which it is counted whether the booking was made: those of the
 * booking curve.
 */
const leadHours = bookingLeads;

/** What a live session adds to sums, by the column that keeps it; `when` picks the sessions that add. */
type Sum = { column: string; of?: string; when?: string; trims?: true };

const outcomes: Sum[] = [
  { column: "booked" },
  { column: "completed", when: "status = 'completed'" },
  { column: "no_show", when: "status = 'no_show'" },
  { column: "cancelled_by_customer", when: "status = 'cancelled' and cancelled_by = 'customer'" },
  { column: "cancelled_by_tutor", when: "status = 'cancelled' and cancelled_by = 'tutor'" },
  {
    column: "cancelled_otherwise",
    when: "status = 'cancelled' and (cancelled_by is null or cancelled_by = 'system')",
  },
];

// Ratings are summed without needless zeros, so that sums which came about in different ways are the same to the digit.
const heldSums: Sum[] = [
  { column: "rated", when: "status = 'completed' and rating is not null" },
  { column: "rating_sum", of: "rating", when: "status = 'completed'", trims: true },
  { column: "successes", when: "status = 'completed' and rating >= 4" },
  { column: "minutes", of: "duration_minutes::bigint", when: "status = 'completed'" },
];

const bookingSums: Sum[] = [
  { column: "open", when: "status in ('scheduled', 'in_progress')" },
  { column: "booked_minutes", of: "duration_minutes::bigint" },
  ...leadHours.map((hours) => ({
    column: `booked_${hours}h`,
    when: `created_at <= booked_for - interval '${hours} hours'`,
  })),
];

/** A rollup: the hour by which its sessions are counted, and what is counted of them. */
type Rollup = { table: string; hour: string; sums: readonly Sum[] };

const rollups: readonly Rollup[] = [
  { table: "subject_hour_rollups", hour: "hour", sums: [...outcomes, ...heldSums] },
  { table: "demand_hour_rollups", hour: "booked_for", sums: [...outcomes, ...bookingSums] },
];

const raw = (text: string) => sql.raw<unknown>(text);
const allSums = [...outcomes, ...heldSums, ...bookingSums];
const trimmed = ({ trims }: Sum, value: string) => (trims ? `trim_scale(${value})` : value);

const sumOf = ({ column, of, when }: Sum) =>
  `coalesce(sum(${of === undefined ? "sign" : `sign * ${of}`})${when === undefined ? "" : ` filter (where ${when})`}, 0) as ${column}`;

const insertOf = ({ table, hour, sums }: Rollup) => `
  insert into ${table} as rollup (subject_code, hour, ${sums.map(({ column }) => column).join(", ")})
  select subject_code, ${hour}, ${sums.map((sum) => trimmed(sum, `sum(${sum.column})`)).join(", ")}
  from sums group by subject_code, ${hour} order by subject_code, ${hour}`;

const addingTo = (rollup: Rollup) => `${insertOf(rollup)}
  on conflict (subject_code, hour) do update set ${rollup.sums
    .map((sum) => `${sum.column} = ${trimmed(sum, `rollup.${sum.column} + excluded.${sum.column}`)}`)
    .join(", ")}`;

/**
 * Moves (a session that counts from now on, or no longer) are summed up once by both hours; what is left of them is
 * small, and each rollup takes its own from that.
 */
const writeRollups = (moves: RawBuilder<unknown>, write: (rollup: Rollup) => string) => sql`
  with sums as materialized (
    select subject_code, hour, booked_for, ${raw(allSums.map(sumOf).join(", "))}
    from (${moves}) moves group by subject_code, hour, booked_for
  ), ${raw(rollups.map((rollup) => `${rollup.table}_written as (${write(rollup)})`).join(", "))}
  select`;

/** Adds what is staged to the rollups, and takes from them what was stored of it before. */
export const addStagedToRollups = writeRollups(
  sql`
  select 1 as sign, subject_code, hour, booked_for, status, cancelled_by, rating, duration_minutes, created_at
  from staged_sessions where action in ('insert', 'update') and deleted_at is null
  union all
  select -1, old_subject_code, old_hour, old_booked_for, old_status, old_cancelled_by, old_rating,
    old_duration_minutes, old_created_at
  from staged_sessions where action = 'update' and old_deleted_at is null`,
  addingTo,
);

/** Sums up every stored session into rollups that are empty, indexed or not. */
export const sumUpSessions = writeRollups(
  sql`
  select 1 as sign, subject_code, date_bin('1 hour', happened_at, 'epoch') as hour,
    date_bin('1 hour', scheduled_at, 'epoch') as booked_for, status, cancelled_by, rating, duration_minutes, created_at
  from sessions where deleted_at is null`,
  insertOf,
);

/** Removes the rollups that a staged session has left and that nothing is left in. */
export const removeEmptyRollups = sql`
  with ${raw(
    rollups
      .map(
        ({ table, hour }) => `${table}_removed as (
    delete from ${table} rollup using staged_sessions staged
    where staged.action = 'update' and rollup.booked = 0
      and rollup.subject_code = staged.old_subject_code and rollup.hour = staged.old_${hour})`,
      )
      .join(", "),
  )}
  select`;

/** The rollups that sessions are summed up into. */
export const sessionRollups = rollups.map(({ table }) => table);
