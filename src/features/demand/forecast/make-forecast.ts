import type { Database } from "#db/client.ts";
import {
  type BookingCurve,
  type CountLaw,
  fitBookingCurve,
  type UsualBookings,
  usualBookings,
} from "#domain/forecasting/booking-curve.ts";
import type { CountDistribution } from "#domain/forecasting/count-distribution.ts";
import type { ForecastBasis, ForecastPart } from "#domain/forecasting/forecast-model.ts";
import type { ForecastedHour } from "#domain/forecasting/forecast-panel.ts";
import { hourMs, makeHourSlots } from "#domain/forecasting/hour-slots.ts";
import type { HourSlot } from "#domain/forecasting/panel.ts";
import type { Selection } from "#domain/forecasting/select-models.ts";
import type { CountSource } from "../history/count-hours.ts";
import type { FoundOutlier } from "../history/find-outliers.ts";
import { calendarOf } from "../history/load-history.ts";
import { type LoadedPanel, loadPanel } from "../history/load-panel.ts";
import { type CombinedHour, combineHour } from "../outlook/combine-hour.ts";
import { dayTypeOf, readBookings, readPastBookings } from "../outlook/read-bookings.ts";
import { readStandingOverrides } from "../overrides/standing-overrides.ts";
import { type DemandSettings, spareHours } from "../weights.ts";
import type { ForecastTask } from "./forecast-task.ts";
import { runInThread } from "./run-in-thread.ts";
import { readPinned, readServing } from "./serving-models.ts";

export type ForecastContext = {
  db: Database;
  signal: AbortSignal;
  progress(done: number, total: number | null, note?: string): Promise<void>;
};

export type ForecastRequest = {
  asOf: Date;
  businessTimezone: string;
  settings: DemandSettings;
  /** Try all models on past weeks first, and forecast with those that did best. */
  isSelection: boolean;
  source: CountSource["kind"];
};

export type MadeHour = {
  code: string;
  kind: string;
  startMs: number;
  whole: CountLaw;
  booked: number;
  cancelled: number;
  expectedCancelled: number;
  usual: UsualBookings;
  combined: CombinedHour;
  overrideId: number | null;
  reference: { mean: number; lower: number; upper: number };
  parts: ForecastPart[];
};

/** A forecast as it was made, nothing of it stored yet. */
export type MadeForecast = {
  asOf: Date;
  knownUntil: Date;
  trainedFrom: Date;
  trainedTo: Date;
  hours: MadeHour[];
  basis: ReadonlyMap<string, ForecastBasis>;
  curve: BookingCurve;
  cancelledShare: number;
  outliers: FoundOutlier[];
  /** Null where none was asked for, or the history is too short for one. */
  selection: Selection | null;
  pinned: Readonly<Record<string, string>>;
};

/** The forecast of every subject as of an instant, computed without storing anything; null where no session is known. */
export async function makeForecast(
  ctx: ForecastContext,
  request: ForecastRequest,
): Promise<MadeForecast | null> {
  const { asOf, settings } = request;
  await ctx.progress(0, null, "history");
  const loaded = await loadPanel(ctx.db, request, settings);
  if (loaded === null) return null;
  const slots = futureSlots(loaded, request);
  const pinned = request.isSelection ? await readPinned(ctx.db, asOf) : {};
  const { features, panel } = loaded;
  const task: ForecastTask = {
    panel,
    features,
    futureSlots: slots,
    serving: await readServing(ctx.db, asOf),
    select: request.isSelection ? { origins: settings.selectionOrigins, horizonHours: 168 } : null,
    pinned,
  };
  const say = (done: number, total: number, note: string) => void ctx.progress(done, total, note);
  const { selection, forecasts } = await runInThread(task, say, ctx.signal);
  await ctx.progress(0, null, "bookings");
  const grounds = await readGrounds(ctx.db, request, { slots, past: loaded.history.slots });
  return {
    asOf,
    knownUntil: loaded.history.knownUntil,
    ...trainedOn(loaded),
    hours: forecasts.flatMap(({ seriesId: code, kind, hours }) =>
      hours
        .filter(({ startMs }) => startMs >= asOf.getTime())
        .map((hour) => ({ code, kind, ...madeHour(code, hour, grounds, asOf) })),
    ),
    basis: new Map(forecasts.map(({ seriesId, basis }) => [seriesId, basis])),
    curve: grounds.curve,
    cancelledShare: grounds.cancelledShare,
    outliers: loaded.outliers,
    selection,
    pinned,
  };
}

function trainedOn({ panel: { slots } }: LoadedPanel) {
  const [first, last] = [slots[0]?.startMs ?? 0, slots.at(-1)?.startMs ?? 0];
  return { trainedFrom: new Date(first), trainedTo: new Date(last + hourMs) };
}

/** From the end of what is known, so that no hour is skipped, to the end of the horizon and a little more. */
function futureSlots(
  { panel }: LoadedPanel,
  { asOf, businessTimezone, settings }: ForecastRequest,
): HourSlot[] {
  const firstAhead = Math.ceil(asOf.getTime() / hourMs) * hourMs;
  return makeHourSlots({
    fromMs: (panel.slots.at(-1)?.startMs ?? 0) + hourMs,
    toMs: firstAhead + (settings.horizonDays * 24 + spareHours) * hourMs,
    timezone: businessTimezone,
    calendar: calendarOf(settings.calendar),
  });
}

type Grounds = Awaited<ReturnType<typeof readGrounds>>;

async function readGrounds(
  db: Database,
  { asOf, settings, source: kind }: ForecastRequest,
  { slots, past }: { slots: readonly HourSlot[]; past: readonly HourSlot[] },
) {
  const source: CountSource = kind === "stored" ? { kind } : { kind, asOf };
  const range = {
    from: new Date(slots[0]?.startMs ?? 0),
    to: new Date((slots.at(-1)?.startMs ?? 0) + hourMs),
  };
  const { hours, cancelledShare } = await readPastBookings(
    db,
    past.slice(-24 * settings.bookingDays),
    source,
  );
  return {
    curve: fitBookingCurve(hours),
    cancelledShare,
    bookings: await readBookings(db, range, source),
    overrides: await readStandingOverrides(db, asOf),
    slotOf: new Map(slots.map((slot) => [slot.startMs, slot])),
  };
}

function madeHour(
  code: string,
  { startMs, forecast, reference, parts }: ForecastedHour,
  { curve, cancelledShare, bookings, overrides, slotOf }: Grounds,
  asOf: Date,
): Omit<MadeHour, "code" | "kind"> {
  const { booked, cancelled } = bookings(code, startMs);
  const whole = countLawOf(forecast.distribution);
  const leadHours = (startMs - asOf.getTime()) / hourMs;
  const slot = slotOf.get(startMs);
  const usual = usualBookings(curve, {
    series: code,
    leadHours,
    dayType: slot ? dayTypeOf(slot) : "weekday",
  });
  const override = overrides.at(code, startMs);
  const combined = combineHour({ whole, booked, usual, override });
  return {
    startMs,
    whole,
    booked,
    cancelled,
    expectedCancelled: cancelled + cancelledShare * (combined.mean - cancelled),
    usual,
    combined,
    overrideId: override?.id ?? null,
    reference: { mean: reference.mean, lower: reference.lower, upper: reference.upper },
    parts,
  };
}

/** A law as bookings are put into it; one that is stated as normal by its mean and variance. */
function countLawOf(law: CountDistribution): CountLaw {
  if (law.kind === "negative_binomial") return { mean: law.known + law.mean, dispersion: law.dispersion };
  const mean = Math.max(0, law.mean);
  return { mean, dispersion: mean > 0 ? Math.max(0, (law.sd ** 2 - mean) / mean ** 2) : 0 };
}
