import type { ModelBacktest } from "./backtest.ts";
import { addScores, type ForecastScores, noScores, type ScoreSums, toScores } from "./forecast-scores.ts";
import type { Panel } from "./panel.ts";

export const sizeThirds = ["small", "middle", "large"] as const;

export type SizeThird = (typeof sizeThirds)[number];

/** Scores of one model: over all, by distance, by size of the series. */
export type BacktestSummary = {
  kind: string;
  overall: ForecastScores;
  /** The first day ahead is at place 0. */
  byDay: ForecastScores[];
  /** Thirds of the series by their mean count. */
  bySize: Record<SizeThird, ForecastScores>;
  /** Seconds over all origins and series. */
  fitSeconds: number;
  predictSeconds: number;
};

/** Adds a backtest's cells up. */
export function summariseBacktest(panel: Panel, result: ModelBacktest): BacktestSummary {
  const thirds = thirdsBySize(panel);
  const overall = { ...noScores };
  const byDay: ScoreSums[] = [];
  const bySize = { small: { ...noScores }, middle: { ...noScores }, large: { ...noScores } };
  for (const { series, days } of result.cells) {
    days.forEach((sums, day) => {
      const ofDay = byDay[day] ?? { ...noScores };
      byDay[day] = ofDay;
      for (const into of [overall, ofDay, bySize[thirds[series] ?? "middle"]]) addScores(into, sums);
    });
  }
  return {
    kind: result.kind,
    overall: toScores(overall),
    byDay: byDay.map(toScores),
    bySize: {
      small: toScores(bySize.small),
      middle: toScores(bySize.middle),
      large: toScores(bySize.large),
    },
    fitSeconds: result.fitSeconds,
    predictSeconds: result.predictSeconds,
  };
}

/** The third that each series is in. */
function thirdsBySize({ series }: Panel): SizeThird[] {
  const bySize = series
    .map(({ counts }, index) => ({ index, mean: meanOfKnown(counts) }))
    .sort((a, b) => a.mean - b.mean);
  const thirds: SizeThird[] = [];
  bySize.forEach(({ index }, rank) => {
    thirds[index] = sizeThirds[Math.floor((3 * rank) / series.length)] ?? "large";
  });
  return thirds;
}

function meanOfKnown(counts: Float64Array): number {
  let [sum, hours] = [0, 0];
  for (const count of counts) {
    if (Number.isNaN(count)) continue;
    sum += count;
    hours++;
  }
  return hours > 0 ? sum / hours : 0;
}
