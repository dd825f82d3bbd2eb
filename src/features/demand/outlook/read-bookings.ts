import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import { type BookedHour, type BookingDayType, bookingLeads } from "#domain/forecasting/booking-curve.ts";
import type { HourSlot } from "#domain/forecasting/panel.ts";
import type { CountSource, HourRange } from "../history/count-hours.ts";

/** Sessions that are booked for an hour ahead, and how many of them are cancelled already. */
export type Booking = { booked: number; cancelled: number };

/** What is booked for hours ahead, by subject and the instant at which the hour begins. */
export async function readBookings(
  db: Database | Trx,
  { from, to }: HourRange,
  source: CountSource,
): Promise<(code: string, startMs: number) => Booking> {
  const counted =
    source.kind === "stored"
      ? sql`select subject_code as code, hour, booked,
          cancelled_by_customer + cancelled_by_tutor + cancelled_otherwise as cancelled
        from demand_hour_rollups where hour >= ${from} and hour < ${to}`
      : sql`select subject_code as code, date_bin('1 hour', scheduled_at, 'epoch') as hour, count(*)::int as booked,
          (count(*) filter (where status = 'cancelled' and updated_at <= ${source.asOf}))::int as cancelled
        from sessions where deleted_at is null and scheduled_at >= ${from} and scheduled_at < ${to}
          and created_at <= ${source.asOf}
        group by 1, 2`;
  const { rows } = await sql<Booking & { code: string; hour: Date }>`${counted}`.execute(db);
  const key = (code: string, startMs: number) => `${startMs} ${code}`;
  const byHour = new Map(
    rows.map(({ code, hour, booked, cancelled }) => [key(code, hour.getTime()), { booked, cancelled }]),
  );
  return (code, startMs) => byHour.get(key(code, startMs)) ?? { booked: 0, cancelled: 0 };
}

/** What tells the day of an hour apart for bookings. */
export function dayTypeOf({ weekday, holiday }: Pick<HourSlot, "weekday" | "holiday">): BookingDayType {
  if (holiday !== null) return "holiday";
  return weekday === 0 || weekday === 6 ? "weekend" : "weekday";
}

/** Past hours with what was booked for them at each lead, and the share of sessions that was cancelled in the end. */
export type PastBookings = { hours: BookedHour[]; cancelledShare: number };

/** Reads them of the given hours: those of a panel, of which the newest count. */
export async function readPastBookings(
  db: Database | Trx,
  slots: readonly HourSlot[],
  source: CountSource,
): Promise<PastBookings> {
  const [first, last] = [slots[0], slots.at(-1)];
  if (first === undefined || last === undefined) return { hours: [], cancelledShare: 0 };
  const range = { from: new Date(first.startMs), to: new Date(last.startMs + 3_600_000) };
  const leads = sql.join(bookingLeads.map((lead) => sql.ref(`booked_${lead}h`)));
  const { rows } = await sql<{ code: string; hour: Date; booked: number; cancelled: number; leads: string }>`
    select subject_code as code, hour, booked, cancelled, array_to_string(array[${leads}], ',') as leads
    from (${pastHours(range, source)}) as past`.execute(db);
  let [booked, cancelled] = [0, 0];
  const hours = rows.flatMap((row): BookedHour[] => {
    const slot = slots[(row.hour.getTime() - first.startMs) / 3_600_000];
    if (slot === undefined) return [];
    booked += row.booked;
    cancelled += row.cancelled;
    const bookedAt = row.leads.split(",").map(Number);
    return [{ series: row.code, dayType: dayTypeOf(slot), total: row.booked, bookedAt }];
  });
  return { hours, cancelledShare: booked === 0 ? 0 : cancelled / booked };
}

function pastHours({ from, to }: HourRange, source: CountSource) {
  if (source.kind === "stored")
    return sql`select *, cancelled_by_customer + cancelled_by_tutor + cancelled_otherwise as cancelled
      from demand_hour_rollups where hour >= ${from} and hour < ${to}`;
  const leads = bookingLeads.map(
    (lead) =>
      sql`count(*) filter (where created_at <= hour - make_interval(hours => ${sql.lit(lead)})) as ${sql.ref(`booked_${lead}h`)}`,
  );
  return sql`
    select subject_code, hour, count(*)::int as booked, (count(*) filter (where status = 'cancelled'))::int as cancelled,
      ${sql.join(leads)}
    from (select *, date_bin('1 hour', scheduled_at, 'epoch') as hour from sessions
      where deleted_at is null and scheduled_at >= ${from} and scheduled_at < ${to} and created_at <= ${source.asOf}) as live
    group by subject_code, hour`;
}
