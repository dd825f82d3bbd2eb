import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { toHourForecast } from "#domain/forecasting/count-interval.ts";
import { hourMs } from "#domain/forecasting/hour-slots.ts";
import { poissonDevianceFloor } from "#domain/forecasting/poisson-deviance-floor.ts";
import {
  type HourOutcome,
  type SumScore,
  scoreSums,
  sharedErrorDays,
} from "#domain/forecasting/score-sums.ts";
import { estimateSharedError, noSharedError, type SharedError } from "#domain/forecasting/shared-error.ts";
import { dayMs } from "#domain/time/day-ms.ts";
import { localDayOf } from "#domain/time/zone-offset.ts";
import { type ForecastContext, type MadeHour, makeForecast } from "../forecast/make-forecast.ts";
import { sessionsKnownUntil } from "../history/sessions-known.ts";
import { priorDays, usualSharedError } from "../shared-error/weights.ts";
import type { DemandSettings } from "../weights.ts";
import { type AccuracySums, addSums, judgeHour, noSums } from "./judge-hour.ts";

export type BookingsRequest = {
  asOf: Date;
  businessTimezone: string;
  settings: DemandSettings;
  /** How many times the past is forecast, and days from one origin to the next. */
  origins: number;
  stepDays: number;
};

/** What came of the hours of one distance, forecast with bookings and without looking at them. */
export type BookingsAtDistance = {
  /** Days ahead, from 1. */
  distanceDays: number;
  /** Sessions that were booked already at the origin. */
  booked: number;
  withBookings: AccuracySums;
  withoutBookings: AccuracySums;
  /** Poisson deviance that a perfect forecast of the total's rate would still have, summed over hours. */
  devianceFloorSum: number;
};

export type BookingsEvaluation = {
  origins: Date[];
  byDistance: BookingsAtDistance[];
  /** Bands of sums over hours and subjects against what came. */
  sums: SumScore[];
  /** What the forecasts erred together, from these alone. */
  shared: SharedError;
};

const daysAhead = 7;

/**
 * Forecasts past weeks as the product would have: from sessions that had been booked by each origin and nothing later.
 * The floor of the unbooked total is taken at the rate that the same model expects without looking at bookings.
 * Empty where the records are too short for any origin.
 */
export async function evaluateBookings(
  ctx: ForecastContext,
  { asOf, origins, stepDays, ...request }: BookingsRequest,
): Promise<BookingsEvaluation> {
  const knownUntil = await sessionsKnownUntil(ctx.db, asOf);
  if (knownUntil === null) return { origins: [], byDistance: [], sums: [], shared: usualSharedError };
  const endMs = Math.floor(knownUntil.getTime() / hourMs) * hourMs;
  const last = endMs - daysAhead * dayMs;
  const places = Array.from({ length: origins }, (_, back) => new Date(last - back * stepDays * dayMs));
  const byDistance = new Map<number, BookingsAtDistance>();
  const forecast: Date[] = [];
  const runs: HourOutcome[][] = [];
  for (const [done, origin] of places.reverse().entries()) {
    await ctx.progress(done, origins, origin.toISOString().slice(0, 10));
    const quiet = { ...ctx, progress: async () => undefined };
    const made = await makeForecast(quiet, { ...request, asOf: origin, isSelection: false, source: "as_of" });
    if (made === null) continue;
    forecast.push(origin);
    const range = { from: new Date(origin.getTime() - 7 * dayMs), to: new Date(endMs) };
    const cameIn = await readCounts(ctx.db, range);
    const weekEndMs = origin.getTime() + daysAhead * dayMs;
    const passed = made.hours.filter(({ startMs }) => startMs < weekEndMs);
    for (const hour of passed) addHour(byDistance, hour, { origin, cameIn });
    runs.push(passed.map((hour) => toOutcome(hour, cameIn, request.businessTimezone)));
  }
  const days = runs.flatMap((hours, run) => sharedErrorDays(hours, String(run)));
  const none = { prior: noSharedError, priorDays: 0 };
  return {
    origins: forecast,
    byDistance: [...byDistance.values()].sort((a, b) => a.distanceDays - b.distanceDays),
    sums: runs.length === 0 ? [] : scoreSums(runs, { prior: usualSharedError, priorDays }),
    shared: estimateSharedError(days, new Set(days.map(({ day }) => day)).size, none),
  };
}

function toOutcome(
  { code, startMs, booked, combined: { remainder } }: MadeHour,
  cameIn: Counts,
  timezone: string,
): HourOutcome {
  const day = localDayOf(timezone, startMs);
  return { series: code, day, startMs, known: booked, ...remainder, actual: cameIn(code, startMs) };
}

type Counts = (code: string, startMs: number) => number;

async function readCounts(db: Database, { from, to }: { from: Date; to: Date }): Promise<Counts> {
  const { rows } = await sql<{ code: string; hour: Date; booked: number }>`
    select subject_code as code, hour, booked from demand_hour_rollups where hour >= ${from} and hour < ${to}`.execute(
    db,
  );
  const counts = new Map(rows.map(({ code, hour, booked }) => [`${hour.getTime()} ${code}`, booked]));
  return (code, startMs) => counts.get(`${startMs} ${code}`) ?? 0;
}

function addHour(
  byDistance: Map<number, BookingsAtDistance>,
  hour: MadeHour,
  { origin, cameIn }: { origin: Date; cameIn: Counts },
): void {
  const { code, startMs, booked, whole } = hour;
  const distanceDays = Math.max(1, Math.ceil((startMs - origin.getTime()) / dayMs));
  const { withBookings, withoutBookings } = judge(hour, {
    actual: cameIn(code, startMs),
    weekBefore: cameIn(code, startMs - 7 * dayMs),
  });
  const before = byDistance.get(distanceDays);
  byDistance.set(distanceDays, {
    distanceDays,
    booked: (before?.booked ?? 0) + booked,
    withBookings: addSums(before?.withBookings ?? noSums, withBookings),
    withoutBookings: addSums(before?.withoutBookings ?? noSums, withoutBookings),
    devianceFloorSum: (before?.devianceFloorSum ?? 0) + poissonDevianceFloor(whole.mean),
  });
}

function judge(
  { booked, whole, combined, reference }: MadeHour,
  came: { actual: number; weekBefore: number },
): Pick<BookingsAtDistance, "withBookings" | "withoutBookings"> {
  const common = {
    ...came,
    referenceMean: reference.mean,
    referenceLower: reference.lower,
    referenceUpper: reference.upper,
  };
  const plain = toHourForecast({ kind: "negative_binomial", ...whole, known: 0 });
  const { remainder, meanWithoutOverride } = combined;
  return {
    withBookings: judgeHour({
      ...common,
      ...combined,
      booked,
      meanWithoutOverride,
      remainderMean: remainder.mean,
      dispersion: remainder.dispersion,
    }),
    withoutBookings: judgeHour({
      ...common,
      ...plain,
      booked: 0,
      meanWithoutOverride: plain.mean,
      remainderMean: whole.mean,
      dispersion: whole.dispersion,
    }),
  };
}
