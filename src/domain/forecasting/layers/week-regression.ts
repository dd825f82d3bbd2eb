import { factorCholesky, inverseDiagonal, solveCholesky } from "../../stats/flat-cholesky.ts";
import { hoursOfWeek } from "../panel-frame.ts";

/**
 * Effects of a week on the log scale: a level, 24 hours, 24 hours that are different on weekends, 7 days. Each group
 * has its own variance, so that the many small effects of a thin series stay near their parent's.
 */
const [weekday, level] = [48, 55];
export const effectCount = 56;
// Hours that have nothing to do with each other come first, each beside its weekend's: so the factor stays nearly empty.
const hour = (hourOfDay: number) => 2 * hourOfDay;
const weekendHour = (hourOfDay: number) => 2 * hourOfDay + 1;
/** Which variance an effect belongs to. */
const varianceOf = Uint8Array.from({ length: effectCount }, (_, effect) =>
  effect === level ? 0 : effect >= weekday ? 3 : 1 + (effect % 2),
);

/** Variances of level, hours, weekend hours and days around the parent. */
export type EffectVariances = readonly [number, number, number, number];

export type WeekData = {
  counts: Float64Array;
  exposures: Float64Array /** ln of the parent's rates */;
  offsets: Float64Array;
};

export type WeekFit = {
  effects: Float64Array;
  /** ln of the rates: offset and effects. */
  logRates: Float64Array;
  /** What the posterior says of the effects. It costs as much as the fit, so it is worked out where it is asked for. */
  posterior(): EffectPosterior;
};

export type EffectPosterior = {
  /** Sum over each group of effect² + posterior variance, for the next guess of the variances. */
  squares: [number, number, number, number];
  /** Share of the effects that the data determine rather than the prior, 0 to 1. */
  ownShare: number;
};

/** A variance of nought would hold an effect for good. */
const leastVariance = 1e-5;
const mostSteps = 25;
const tolerance = 2e-3;
const mostStep = 2;

function effectsOfCell(cell: number): [number, number, number, number] {
  const [day, hourOfDay] = [Math.floor(cell / 24), cell % 24];
  const isWeekend = day === 0 || day === 6;
  return [level, hour(hourOfDay), isWeekend ? weekendHour(hourOfDay) : -1, weekday + day];
}

const cells = Array.from({ length: hoursOfWeek }, (_, cell) =>
  effectsOfCell(cell).filter((effect) => effect >= 0),
);

/**
 * Poisson regression of the 168 hours of the week, ln rate = offset + effects, with Gaussian priors on the effects:
 * Newton's method on the penalised likelihood, each step no longer than `mostStep` on the log scale.
 * @param start effects to begin from, such as those of a longer stretch of the same series
 * @see Wood, Generalized Additive Models, 2nd edition (2017), section 6.1, for penalties as priors
 */
export function fitWeek(data: WeekData, variances: EffectVariances, start?: Float64Array): WeekFit {
  let effects = start ? Float64Array.from(start) : new Float64Array(effectCount);
  const precisions = Float64Array.from(varianceOf, (group) => 1 / Math.max(variances[group] ?? 0, 1e-6));
  let factor: Float64Array | null = null;
  for (let step = 0; step < mostSteps; step++) {
    const { slope, curvature } = derivatives(data, effects, precisions);
    factor = factorCholesky(curvature, effectCount);
    const change = solveCholesky(factor, slope);
    const longest = change.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const share = longest > mostStep ? mostStep / longest : 1;
    effects = effects.map((effect, at) => effect + share * (change[at] ?? 0));
    if (longest < tolerance) break;
  }
  return {
    effects,
    logRates: logRatesOf(data.offsets, effects),
    posterior: () => posteriorOf(effects, precisions, factor),
  };
}

/** @see MacKay, Neural Computation 4 (1992), for the number of parameters that the data determine */
function posteriorOf(
  effects: Float64Array,
  precisions: Float64Array,
  factor: Float64Array | null,
): EffectPosterior {
  const variances = factor === null ? new Float64Array(effectCount) : inverseDiagonal(factor, effectCount);
  const squares: EffectPosterior["squares"] = [0, 0, 0, 0];
  let determined = 0;
  effects.forEach((effect, at) => {
    const variance = variances[at] ?? 0;
    const group = varianceOf[at] ?? 0;
    squares[group] = (squares[group] ?? 0) + effect * effect + variance;
    determined += 1 - Math.min(1, (precisions[at] ?? 0) * variance);
  });
  return { squares, ownShare: determined / effectCount };
}

function logRatesOf(offsets: Float64Array, effects: Float64Array): Float64Array {
  return offsets.map((offset, cell) =>
    (cells[cell] ?? []).reduce((sum, effect) => sum + (effects[effect] ?? 0), offset),
  );
}

function derivatives(
  { counts, exposures, offsets }: WeekData,
  effects: Float64Array,
  precisions: Float64Array,
) {
  const logRates = logRatesOf(offsets, effects);
  const slope = effects.map((effect, at) => -(precisions[at] ?? 0) * effect);
  const curvature = new Float64Array(effectCount * effectCount);
  precisions.forEach((precision, at) => {
    curvature[at * effectCount + at] = precision;
  });
  for (let cell = 0; cell < hoursOfWeek; cell++) {
    const expected = (exposures[cell] ?? 0) * Math.exp(Math.min(logRates[cell] ?? 0, 30));
    const residual = (counts[cell] ?? 0) - expected;
    const own = cells[cell] ?? [];
    for (const row of own) {
      slope[row] = (slope[row] ?? 0) + residual;
      for (const column of own) {
        const place = row * effectCount + column;
        curvature[place] = (curvature[place] ?? 0) + expected;
      }
    }
  }
  return { slope, curvature };
}

/** The next guess of the variances: means of effect² + posterior variance over all series (EM). */
export function nextVariances(fits: readonly WeekFit[]): EffectVariances {
  const posteriors = fits.map((fit) => fit.posterior());
  const next = (group: 0 | 1 | 2 | 3, size: number) =>
    Math.max(
      leastVariance,
      posteriors.reduce((sum, { squares }) => sum + squares[group], 0) / (fits.length * size),
    );
  return [next(0, 1), next(1, 24), next(2, 24), next(3, 7)];
}
