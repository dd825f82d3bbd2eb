import { type BacktestOptions, backtest, type ModelBacktest } from "./backtest.ts";
import { addScores, type ForecastScores, noScores, toScores } from "./forecast-scores.ts";
import type { Panel } from "./panel.ts";
import { type ReconciledDay, totalPanel, totalWeight } from "./reconcile.ts";

/** Which model serves each series, and why: plain JSON, kept until the next selection. */
export type Selection = {
  /** The kind with the least deviance over all series: what a series gets that has no better one, or that is new. */
  pooledKind: string;
  /** Scores of every model over all series. */
  pooledScores: Record<string, ForecastScores>;
  /** How much say the total's own forecast has over the sum of the series', 0 to 1. */
  totalWeight: number;
  origins: number;
  horizonHours: number;
  /** The hours that were known, in milliseconds since 1970: the first, and the end of the last. */
  fromMs: number;
  toMs: number;
  series: SeriesSelection[];
};

export type SeriesSelection = {
  seriesId: string;
  kind: string;
  /** What the chosen model learnt from the whole panel. */
  parameters: Record<string, unknown>;
  scores: Record<string, ForecastScores>;
  /** One sentence for people. */
  reason: string;
};

export type SelectionOptions = Omit<BacktestOptions, "stepHours" | "trainingHours">;

/** Another model than the pooled one must be better by so many standard errors of the difference, … */
const leastStandardErrors = 2;
/** … and by this share of the deviance: less is not worth a change. */
const leastGain = 0.01;

/**
 * Chooses a model for each series by rolling-origin backtest, ranked by mean Poisson deviance. The model that is best
 * over all series is the prior: a series departs from it only where another was better by two standard errors and one
 * per cent, so that choices do not flip by chance.
 * @throws RangeError where the panel is too short for so many origins
 */
export async function selectModels(panel: Panel, options: SelectionOptions): Promise<Selection> {
  const results = await backtest(panel, options);
  const pooledScores = Object.fromEntries(results.map((result) => [result.kind, scoresOf(result)]));
  const pooledKind = bestKind(results, pooledScores);
  const choices = panel.series.map((_, series) => choose(results, series, pooledKind));
  const used = options.models.filter(({ kind }) => choices.some((choice) => choice.kind === kind));
  const fits = new Map(
    await Promise.all(used.map(async (model) => [model.kind, await model.fit(panel)] as const)),
  );
  return {
    pooledKind,
    pooledScores,
    totalWeight: await findTotalWeight(panel, options, results, pooledKind),
    origins: options.origins,
    horizonHours: options.horizonHours,
    fromMs: panel.slots[0]?.startMs ?? 0,
    toMs: (panel.slots.at(-1)?.startMs ?? 0) + 3_600_000,
    series: panel.series.map(({ id }, series) => {
      const { kind, reason } = choices[series] ?? { kind: pooledKind, reason: "" };
      const scores = Object.fromEntries(results.map((result) => [result.kind, scoresOf(result, series)]));
      return { seriesId: id, kind, reason, parameters: fits.get(kind)?.parameters(series) ?? {}, scores };
    }),
  };
}

function scoresOf({ cells }: ModelBacktest, series?: number): ForecastScores {
  const sums = { ...noScores };
  for (const cell of cells)
    if (series === undefined || cell.series === series) for (const day of cell.days) addScores(sums, day);
  return toScores(sums);
}

/** Models earlier in the list win ties. */
function bestKind(results: readonly ModelBacktest[], scores: Record<string, ForecastScores>): string {
  const devianceOf = (kind: string) => scores[kind]?.deviance ?? Number.POSITIVE_INFINITY;
  const [first, ...others] = results;
  if (first === undefined) throw new RangeError("there is no model to choose from");
  return others.reduce((best, { kind }) => (devianceOf(kind) < devianceOf(best) ? kind : best), first.kind);
}

type Choice = { kind: string; reason: string };

function choose(results: readonly ModelBacktest[], series: number, pooledKind: string): Choice {
  const usual = results.find(({ kind }) => kind === pooledKind);
  const blocks = usual ? devianceByDay(usual, series) : [];
  if (blocks.length === 0)
    return { kind: pooledKind, reason: "No hour of its own could be scored: the best over all series." };
  const gains = results
    .filter(({ kind }) => kind !== pooledKind)
    .map((result) => ({ kind: result.kind, ...gainOf(blocks, devianceByDay(result, series)) }))
    .filter(
      ({ gain, standardError, share }) => gain > leastStandardErrors * standardError && share > leastGain,
    )
    .sort((a, b) => b.gain - a.gain);
  const [best] = gains;
  if (best === undefined)
    return { kind: pooledKind, reason: "Best over all series, and no other is clearly better here." };
  return {
    kind: best.kind,
    reason: `Deviance ${(100 * best.share).toFixed(1)} % below that of ${pooledKind}, ${(best.gain / best.standardError).toFixed(1)} standard errors.`,
  };
}

/** Mean deviance of each forecast day: days are blocks, as the hours of a day share their surprises. */
function devianceByDay({ cells }: ModelBacktest, series: number): number[] {
  return cells
    .filter((cell) => cell.series === series)
    .flatMap(({ days }) => days)
    .filter(({ hours }) => hours > 0)
    .map(({ deviance, hours }) => deviance / hours);
}

function gainOf(usual: readonly number[], other: readonly number[]) {
  const differences = usual.map((deviance, day) => deviance - (other[day] ?? deviance));
  const days = Math.max(differences.length, 2);
  const gain = differences.reduce((sum, value) => sum + value, 0) / days;
  const variance = differences.reduce((sum, value) => sum + (value - gain) ** 2, 0) / (days - 1);
  const level = usual.reduce((sum, value) => sum + value, 0) / days;
  return { gain, standardError: Math.sqrt(variance / days), share: level > 0 ? gain / level : 0 };
}

/** Backtests the total by the pooled model, and compares it, day by day, with the sum of that model's series. */
async function findTotalWeight(
  panel: Panel,
  options: SelectionOptions,
  results: readonly ModelBacktest[],
  pooledKind: string,
): Promise<number> {
  const summed = results.find(({ kind }) => kind === pooledKind);
  if (summed === undefined || panel.series.length < 2) return 0;
  const models = options.models.filter(({ kind }) => kind === pooledKind);
  const { onProgress: _, ...quiet } = options;
  const [whole] = await backtest(totalPanel(panel), { ...quiet, models });
  const days = (whole?.cells ?? []).flatMap(({ origin, days: ofTotal }) =>
    ofTotal.map((total, day): ReconciledDay => {
      const parts = summed.cells.filter((cell) => cell.origin === origin).map((cell) => cell.days[day]);
      return {
        sum: parts.reduce((sum, part) => sum + (part?.means ?? 0), 0),
        total: total.means,
        count: parts.reduce((sum, part) => sum + (part?.counts ?? 0), 0),
      };
    }),
  );
  return totalWeight(days);
}
