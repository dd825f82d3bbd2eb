import { sql } from "kysely";
import { inTransaction, type Trx } from "#db/transaction.ts";
import { type BookingCurve, usualBookings } from "#domain/forecasting/booking-curve.ts";
import { hourMs, makeHourSlots } from "#domain/forecasting/hour-slots.ts";
import type { HourSlot } from "#domain/forecasting/panel.ts";
import { appendEvents } from "#platform/live/event.ts";
import type { ForecastContext } from "../forecast/make-forecast.ts";
import { calendarOf } from "../history/load-history.ts";
import { readStandingOverrides } from "../overrides/standing-overrides.ts";
import { loadDemandSettings } from "../settings.ts";
import { combineHour } from "./combine-hour.ts";
import { dayTypeOf, readBookings } from "./read-bookings.ts";

export type OutlookRequest = { asOf: Date; businessTimezone: string };

type OutlookRow = {
  subject_code: string;
  hour: Date;
  whole_mean: number;
  whole_dispersion: number;
  booked: number;
  demand_mean: number;
  override_id: number | null;
};

/** What runs keep of bookings beside the forecast. */
type KeptBookings = { curve: BookingCurve; cancelledShare: number };

/**
 * Puts into the outlook what is booked and decided now: the model's law stays as the run made it, and everything that
 * follows from it, the bookings, the time left and overrides is computed anew. Answers how many hours there are.
 */
export async function updateOutlook(
  ctx: Pick<ForecastContext, "db">,
  { asOf, businessTimezone }: OutlookRequest,
): Promise<number> {
  return await inTransaction(ctx.db, async (trx) => {
    await sql`delete from demand_outlook where hour < ${asOf}`.execute(trx);
    const rows = await readOutlook(trx);
    const kept = await readKeptBookings(trx);
    if (rows.length === 0 || kept === null) return 0;
    const slots = await slotsOf(trx, rows, businessTimezone);
    const [first, last] = [rows[0], rows.at(-1)] as [OutlookRow, OutlookRow];
    const range = { from: first.hour, to: new Date(last.hour.getTime() + hourMs) };
    const bookings = await readBookings(trx, range, { kind: "stored" });
    const overrides = await readStandingOverrides(trx, asOf);
    const combined = rows.map((row) => {
      const startMs = row.hour.getTime();
      const { booked, cancelled } = bookings(row.subject_code, startMs);
      const slot = slots.get(startMs);
      const usual = usualBookings(kept.curve, {
        series: row.subject_code,
        leadHours: (startMs - asOf.getTime()) / hourMs,
        dayType: slot === undefined ? "weekday" : dayTypeOf(slot),
      });
      const override = overrides.at(row.subject_code, startMs);
      const whole = { mean: row.whole_mean, dispersion: row.whole_dispersion };
      const hour = combineHour({ whole, booked, usual, override });
      return {
        subject_code: row.subject_code,
        hour: row.hour,
        demand_mean: hour.mean,
        demand_median: hour.median,
        demand_lower: hour.lower,
        demand_upper: hour.upper,
        remainder_mean: hour.remainder.mean,
        dispersion: hour.remainder.dispersion,
        booked,
        cancelled,
        expected_cancelled: cancelled + kept.cancelledShare * (hour.mean - cancelled),
        usual_share: usual.share,
        mean_without_override: hour.meanWithoutOverride,
        override_id: override?.id ?? null,
      };
    });
    await writeOutlook(trx, combined, asOf);
    await appendEvents(trx, [{ kind: "demand.changed", key: "outlook", payload: { what: "outlook" } }]);
    return combined.length;
  });
}

async function readOutlook(trx: Trx): Promise<OutlookRow[]> {
  const { rows } = await sql<OutlookRow>`
    select subject_code, hour, whole_mean, whole_dispersion, booked, demand_mean, override_id from demand_outlook
    order by hour, subject_code for update`.execute(trx);
  return rows;
}

async function readKeptBookings(trx: Trx): Promise<KeptBookings | null> {
  const { rows } = await sql<{ kept: KeptBookings }>`
    select booking_curve as kept from forecast_runs
    where run_id = (select run_id from demand_outlook limit 1)`.execute(trx);
  return rows[0]?.kept ?? null;
}

async function slotsOf(
  trx: Trx,
  rows: readonly OutlookRow[],
  timezone: string,
): Promise<Map<number, HourSlot>> {
  const { value: settings } = await loadDemandSettings(trx);
  const [fromMs, lastMs] = [rows[0]?.hour.getTime() ?? 0, rows.at(-1)?.hour.getTime() ?? 0];
  const slots = makeHourSlots({
    fromMs,
    toMs: lastMs + hourMs,
    timezone,
    calendar: calendarOf(settings.calendar),
  });
  return new Map(slots.map((slot) => [slot.startMs, slot]));
}

async function writeOutlook(trx: Trx, rows: readonly Record<string, unknown>[], asOf: Date): Promise<void> {
  await sql`
    update demand_outlook as outlook set computed_at = ${asOf}, demand_mean = row.demand_mean,
      demand_median = row.demand_median, demand_lower = row.demand_lower, demand_upper = row.demand_upper,
      remainder_mean = row.remainder_mean, dispersion = row.dispersion, booked = row.booked, cancelled = row.cancelled,
      expected_cancelled = row.expected_cancelled, usual_share = row.usual_share,
      mean_without_override = row.mean_without_override, override_id = row.override_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(subject_code text, hour timestamptz,
      demand_mean double precision, demand_median double precision, demand_lower double precision,
      demand_upper double precision, remainder_mean double precision, dispersion double precision, booked integer,
      cancelled integer, expected_cancelled double precision, usual_share double precision,
      mean_without_override double precision, override_id bigint)
    where outlook.subject_code = row.subject_code and outlook.hour = row.hour`.execute(trx);
}
