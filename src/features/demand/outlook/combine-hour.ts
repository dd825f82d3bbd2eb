import { type CountLaw, remainderLaw, type UsualBookings } from "#domain/forecasting/booking-curve.ts";
import { toHourForecast } from "#domain/forecasting/count-interval.ts";

/** What somebody decided about an hour: sessions in it (set), or what the forecast is multiplied by (scale). */
export type OverrideInForce = { id: number; kind: "set" | "scale"; amount: number };

export type HourGrounds = {
  /** The model's law of the count before it looks at bookings. */
  whole: CountLaw;
  /** Booked so far, whoever cancelled since. */
  booked: number;
  usual: UsualBookings;
  override: OverrideInForce | null;
};

export type CombinedHour = {
  mean: number;
  median: number;
  lower: number;
  upper: number;
  /** With what is booked, the law of the count. */
  remainder: CountLaw;
  meanWithoutOverride: number;
};

/**
 * The forecast of an hour from the model's law, what is booked, and what somebody decided. An override replaces the
 * mean, never what is booked already; how far the count may lie from the mean stays as the data say.
 */
export function combineHour({ whole, booked, usual, override }: HourGrounds): CombinedHour {
  const rest = remainderLaw(whole, booked, usual);
  const meanWithoutOverride = booked + rest.mean;
  const remainder = override === null ? rest : { ...rest, mean: restUnder(override, booked, rest) };
  const law = { kind: "negative_binomial" as const, ...remainder, known: booked };
  const { mean, median, lower, upper } = toHourForecast(law);
  return { mean, median, lower, upper, remainder, meanWithoutOverride };
}

function restUnder({ kind, amount }: OverrideInForce, booked: number, rest: CountLaw): number {
  const mean = kind === "set" ? amount : amount * (booked + rest.mean);
  return Math.max(0, mean - booked);
}
