import { type RawBuilder, sql } from "kysely";

/** What a live session adds to the rollup of its subject and hour, in the order of the columns. */
const rollupSums = sql`
  sum(sign), sum(sign) filter (where status = 'completed'), sum(sign) filter (where status = 'no_show'),
  sum(sign) filter (where status = 'cancelled' and cancelled_by = 'customer'),
  sum(sign) filter (where status = 'cancelled' and cancelled_by = 'tutor'),
  sum(sign) filter (where status = 'cancelled' and (cancelled_by is null or cancelled_by = 'system')),
  sum(sign) filter (where status = 'completed' and rating is not null),
  sum(sign * rating) filter (where status = 'completed'),
  sum(sign) filter (where status = 'completed' and rating >= 4),
  sum(sign * duration_minutes::bigint) filter (where status = 'completed')`;

/**
 * Adds moves (a session that counts from now on, or no longer) to the rollups. Ratings are summed without needless
 * zeros, so that sums which came about in different ways are the same to the digit.
 */
const insertRollups = (moves: RawBuilder<unknown>) => sql`
  insert into subject_hour_rollups as rollup (subject_code, hour, booked, completed, no_show, cancelled_by_customer,
    cancelled_by_tutor, cancelled_otherwise, rated, rating_sum, successes, minutes)
  select subject_code, hour, coalesce(booked, 0), coalesce(completed, 0), coalesce(no_show, 0),
    coalesce(by_customer, 0), coalesce(by_tutor, 0), coalesce(otherwise, 0), coalesce(rated, 0),
    trim_scale(coalesce(rating_sum, 0)), coalesce(successes, 0), coalesce(minutes, 0)
  from (
    select subject_code, hour, ${rollupSums} from (${moves}) moves group by subject_code, hour
  ) as sums(subject_code, hour, booked, completed, no_show, by_customer, by_tutor, otherwise, rated, rating_sum,
    successes, minutes)
  order by subject_code, hour`;

const addToRollups = (moves: RawBuilder<unknown>) => sql`${insertRollups(moves)}
  on conflict (subject_code, hour) do update set
    booked = rollup.booked + excluded.booked, completed = rollup.completed + excluded.completed,
    no_show = rollup.no_show + excluded.no_show,
    cancelled_by_customer = rollup.cancelled_by_customer + excluded.cancelled_by_customer,
    cancelled_by_tutor = rollup.cancelled_by_tutor + excluded.cancelled_by_tutor,
    cancelled_otherwise = rollup.cancelled_otherwise + excluded.cancelled_otherwise,
    rated = rollup.rated + excluded.rated, rating_sum = trim_scale(rollup.rating_sum + excluded.rating_sum),
    successes = rollup.successes + excluded.successes, minutes = rollup.minutes + excluded.minutes`;

/** Adds what is staged to the rollups, and takes from them what was stored of it before. */
export const addStagedToRollups = addToRollups(sql`
  select 1 as sign, subject_code, hour, status, cancelled_by, rating, duration_minutes
  from staged_sessions where action in ('insert', 'update') and deleted_at is null
  union all
  select -1, old_subject_code, old_hour, old_status, old_cancelled_by, old_rating, old_duration_minutes
  from staged_sessions where action = 'update' and old_deleted_at is null`);

/** Sums up every stored session into rollups that are empty, indexed or not. */
export const sumUpSessions = insertRollups(sql`
  select 1 as sign, subject_code, date_bin('1 hour', happened_at, 'epoch') as hour, status, cancelled_by, rating,
    duration_minutes
  from sessions where deleted_at is null`);

/** Removes the rollups that a staged session has left and that nothing is left in. */
export const removeEmptyRollups = sql`
  delete from subject_hour_rollups rollup using staged_sessions staged
  where staged.action = 'update' and rollup.booked = 0
    and rollup.subject_code = staged.old_subject_code and rollup.hour = staged.old_hour`;
