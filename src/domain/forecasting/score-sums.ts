import type { CountDistribution } from "./count-distribution.ts";
import { coverageOf, toHourForecast } from "./count-interval.ts";
import {
  estimateSharedError,
  type HourOfSum,
  lawOfSum,
  noSharedError,
  type SharedError,
  type SharedErrorDay,
} from "./shared-error.ts";

/** An hour that was forecast, and what came. */
export type HourOutcome = HourOfSum & { startMs: number; actual: number };

/** How often the 95 % band of a sum held what came. */
export type SumScore = {
  sum: string;
  sums: number;
  /** As if hours erred for themselves, and with what they share. */
  independent: { coverage: number; width: number };
  shared: { coverage: number; width: number };
  /** What the shared law would hold if it were exact. */
  exactCoverage: number;
};

/** Which hours are summed up; a sum is over the hours of one forecast with the same key. */
const kinds: { sum: string; keyOf: (hour: HourOutcome) => string }[] = [
  { sum: "one hour of a series", keyOf: ({ series, startMs }) => `${series} ${startMs}` },
  { sum: "a day of a series", keyOf: ({ series, day }) => `${series} ${day}` },
  { sum: "the week of a series", keyOf: ({ series }) => series },
  { sum: "an hour of all series", keyOf: ({ startMs }) => String(startMs) },
  { sum: "a day of all series", keyOf: ({ day }) => String(day) },
  { sum: "the week of all series", keyOf: () => "" },
];

/**
 * Bands of sums against what came. The shared error that a forecast's sums are judged with is estimated from the other
 * forecasts alone.
 * @param runs forecasts of different weeks
 */
export function scoreSums(
  runs: readonly (readonly HourOutcome[])[],
  usual: { prior: SharedError; priorDays: number },
): SumScore[] {
  const days = runs.map((hours, run) => sharedErrorDays(hours, String(run)));
  const estimates = runs.map((_, run) => {
    const others = days.filter((_own, other) => other !== run).flat();
    return estimateSharedError(others, new Set(others.map(({ day }) => day)).size, usual);
  });
  return kinds.map(({ sum, keyOf }) => {
    const scored = runs.flatMap((hours, run) =>
      [...Map.groupBy(hours, keyOf).values()].map((own) => {
        const actual = own.reduce((total, hour) => total + hour.actual, 0);
        return {
          independent: judged(lawOfSum(own, noSharedError), actual),
          shared: judged(lawOfSum(own, estimates[run] ?? usual.prior), actual),
        };
      }),
    );
    const mean = (of: (one: (typeof scored)[number]) => number) =>
      scored.reduce((total, one) => total + of(one), 0) / scored.length;
    return {
      sum,
      sums: scored.length,
      independent: {
        coverage: mean(({ independent }) => independent.isHeld),
        width: mean(({ independent }) => independent.width),
      },
      shared: { coverage: mean(({ shared }) => shared.isHeld), width: mean(({ shared }) => shared.width) },
      exactCoverage: mean(({ shared }) => shared.exact),
    };
  });
}

function judged(law: CountDistribution, actual: number) {
  const { lower, upper } = toHourForecast(law);
  const isHeld = actual >= lower && actual <= upper ? 1 : 0;
  return { isHeld, width: upper - lower, exact: coverageOf(law, { lower, upper }) };
}

/** What hours add to the estimate of the shared error, by series and day. */
export function sharedErrorDays(hours: readonly HourOutcome[], run: string): SharedErrorDay[] {
  const days = new Map<string, SharedErrorDay>();
  for (const { series, day, actual, known, mean } of hours) {
    const key = `${day} ${series}`;
    const own = days.get(key) ?? { run, series, day, error: 0, errorSquares: 0, mean: 0, meanSquares: 0 };
    const error = actual - known - mean;
    own.error += error;
    own.errorSquares += error ** 2;
    own.mean += mean;
    own.meanSquares += mean ** 2;
    days.set(key, own);
  }
  return [...days.values()];
}
