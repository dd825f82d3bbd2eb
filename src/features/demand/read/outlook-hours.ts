import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { toHourForecast } from "#domain/forecasting/count-interval.ts";
import { lawOfSum, type SharedError } from "#domain/forecasting/shared-error.ts";
import { localDayOf } from "#domain/time/zone-offset.ts";
import { balanceOf } from "../hour-state.ts";
import { allSubjects, type BalanceState } from "../schemas/ground.ts";
import type { OutlookHour } from "../schemas/hours.ts";
import type { HourStates } from "./hour-states.ts";

/** An hour of the outlook as it is stored, or several subjects' hours as one. */
export type StoredOutlook = {
  code: string;
  hour: Date;
  mean: number;
  median: number;
  lower: number;
  upper: number;
  wholeMean: number;
  remainderMean: number;
  dispersion: number;
  booked: number;
  expectedCancelled: number;
  usualShare: number;
  meanWithoutOverride: number;
  overrideId: number | null;
  referenceMean: number;
  referenceLower: number;
  referenceUpper: number;
  previousMean: number | null;
  available: number | null;
  bookedTutors: number | null;
  capacity: number | null;
  shortageProbability: number | null;
  expectedUnserved: number | null;
};

/** Hours ahead that are shown. */
const shownDays = 7;

/** The next seven days of a subject, or of every visible one. */
export async function readOutlookHours(trx: Trx, asOf: Date, code: string | null): Promise<StoredOutlook[]> {
  const to = new Date(Math.ceil(asOf.getTime() / 3_600_000) * 3_600_000 + shownDays * 86_400_000);
  const { rows } = await sql<StoredOutlook>`
    select subject_code as code, hour, demand_mean as mean, demand_median as median, demand_lower as lower,
      demand_upper as upper, whole_mean as "wholeMean", remainder_mean as "remainderMean", dispersion, booked,
      expected_cancelled as "expectedCancelled", usual_share as "usualShare",
      mean_without_override as "meanWithoutOverride", override_id as "overrideId",
      reference_mean as "referenceMean", reference_lower as "referenceLower", reference_upper as "referenceUpper",
      previous_mean as "previousMean", available, booked_tutors as "bookedTutors", capacity,
      shortage_probability as "shortageProbability", expected_unserved as "expectedUnserved"
    from demand_outlook
    where hour >= ${asOf} and hour < ${to} and (${code}::text is null or subject_code = ${code})
    order by subject_code, hour`.execute(trx);
  return rows;
}

/** What is needed to sum up hours: what they err together, and whose days they lie on. */
export type Summing = { shared: SharedError; businessTimezone: string };

/** The law of the sum of hours of the outlook, over subjects and time, with what they err together. */
export function lawOfHours(rows: readonly StoredOutlook[], { shared, businessTimezone }: Summing) {
  const hours = rows.map(({ code, hour, booked, remainderMean, dispersion }) => ({
    series: code,
    day: localDayOf(businessTimezone, hour.getTime()),
    known: booked,
    mean: remainderMean,
    dispersion,
  }));
  return lawOfSum(hours, shared);
}

/** Hours of several subjects as one for each hour: sums, with the law of the sum. */
export function sumBySubject(rows: readonly StoredOutlook[], summing: Summing): StoredOutlook[] {
  return [...Map.groupBy(rows, ({ hour }) => hour.getTime()).values()]
    .map((hours) => sumHours(hours, summing))
    .sort((a, b) => a.hour.getTime() - b.hour.getTime());
}

/** At least one row. What is unknown of one is left out of the sum, and unknown where it is so of all. */
export function sumHours(rows: readonly StoredOutlook[], summing: Summing): StoredOutlook {
  const [first] = rows as [StoredOutlook];
  const sum = (of: (row: StoredOutlook) => number) => rows.reduce((total, row) => total + of(row), 0);
  const sumKnown = (of: (row: StoredOutlook) => number | null) => {
    const known = rows.map(of).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
  };
  const law = lawOfHours(rows, summing);
  const { mean, median, lower, upper } = toHourForecast(law);
  const halfWidth = Math.hypot(...rows.map((row) => (row.referenceUpper - row.referenceLower) / 2));
  const referenceMean = sum((row) => row.referenceMean);
  const spared = rows.map((row) => 1 - (row.shortageProbability ?? 0));
  return {
    code: allSubjects,
    hour: first.hour,
    mean,
    median,
    lower,
    upper,
    wholeMean: sum((row) => row.wholeMean),
    remainderMean: sum((row) => row.remainderMean),
    dispersion: law.kind === "negative_binomial" ? law.dispersion : 0,
    booked: sum((row) => row.booked),
    expectedCancelled: sum((row) => row.expectedCancelled),
    usualShare:
      ratio(
        sum((row) => row.usualShare * row.wholeMean),
        sum((row) => row.wholeMean),
      ) ?? 0,
    meanWithoutOverride: sum((row) => row.meanWithoutOverride),
    overrideId: null,
    referenceMean,
    referenceLower: referenceMean - halfWidth,
    referenceUpper: referenceMean + halfWidth,
    previousMean: sumKnown((row) => row.previousMean),
    // A tutor of several subjects would be counted several times.
    available: null,
    bookedTutors: sumKnown((row) => row.bookedTutors),
    capacity: sumKnown((row) => row.capacity),
    // That any of them is short, as if for themselves; less than that where they are short together.
    shortageProbability: rows.some((row) => row.shortageProbability !== null)
      ? 1 - spared.reduce((product, share) => product * share, 1)
      : null,
    expectedUnserved: sumKnown((row) => row.expectedUnserved),
  };
}

export const ratio = (of: number, over: number) => (over > 0 ? of / over : null);

/** An hour as it is answered. */
export function toOutlookHour(row: StoredOutlook, states: HourStates): OutlookHour {
  return {
    hour: row.hour.toISOString(),
    mean: row.mean,
    median: row.median,
    lower: row.lower,
    upper: row.upper,
    booked: row.booked,
    bookedShare: shareOf(row.booked, row.mean),
    expectedCancelled: row.expectedCancelled,
    reference: { mean: row.referenceMean, lower: row.referenceLower, upper: row.referenceUpper },
    meanWithoutOverride: row.meanWithoutOverride,
    overrideId: row.overrideId,
    previousMean: row.previousMean,
    capacity: row.capacity,
    available: row.available,
    bookedTutors: row.bookedTutors,
    balance: balanceOf(row.capacity, row.mean),
    state: stateOfRow(row, states),
    shortageProbability: row.shortageProbability,
    expectedUnserved: row.expectedUnserved,
  };
}

export const stateOfRow = (
  { code, hour, mean, capacity, shortageProbability, expectedUnserved }: StoredOutlook,
  { stateOf }: HourStates,
): BalanceState => stateOf(code, hour, { demand: mean, capacity, shortageProbability, expectedUnserved });

/** Share of the mean that is booked; rounding may not make it more than all. */
export function shareOf(booked: number, mean: number): number | null {
  return mean > 0 ? Math.min(1, booked / mean) : null;
}
