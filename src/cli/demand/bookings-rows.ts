import { accuracyFigures } from "#features/demand/accuracy/accuracy-figures.ts";
import type { BookingsAtDistance } from "#features/demand/accuracy/evaluate-bookings.ts";
import type { ScoreRow } from "./score-rows.ts";

/** A line for each day ahead: what forecasts with bookings miss, beside those without and the floor of the total. */
export function bookingsRows(byDistance: readonly BookingsAtDistance[]): ScoreRow[] {
  return byDistance.map(({ distanceDays, booked, devianceFloorSum, ...judged }) => {
    const [own, plain] = [accuracyFigures(judged.withBookings), accuracyFigures(judged.withoutBookings)];
    return {
      days_ahead: distanceDays,
      booked: rounded(ratio(booked, own.actual)),
      wape: rounded(own.wape),
      floor: rounded(plain.floorWape),
      over_floor: rounded(ratio(own.wape, plain.floorWape)),
      without_bookings: rounded(plain.wape),
      deviance: rounded(own.deviance),
      deviance_floor: rounded(ratio(devianceFloorSum, own.hours)),
      deviance_without: rounded(plain.deviance),
      mase: rounded(own.mase),
      bias: rounded(own.bias),
      coverage: rounded(own.coverage),
      exact_law: rounded(own.exactCoverage),
      width: rounded(own.meanWidth, 2),
      width_without: rounded(plain.meanWidth, 2),
    };
  });
}

const ratio = (of: number | null, over: number | null) => (of === null || !over ? null : of / over);

const rounded = (value: number | null, digits = 3) => (value === null ? null : Number(value.toFixed(digits)));
