import type { Panel } from "../panel.ts";
import { HourFeatures } from "./hour-features.ts";
import { PanelHistory } from "./panel-history.ts";
import type { BoostingRows } from "./poisson-booster.ts";

/** Days that are forecast: each day of the training is learnt from at one distance of these. */
const horizonDays = 7;
/** Days of a series from which on its level is more than a guess. */
const settledDays = 14;

type Row = { features: number[]; logExpected: number; count: number; weight: number };

/**
 * Hours of a panel, each described by what was known some days before it: 0 to 6, drawn for each series and day. So trees
 * learn from what they will see, and never from the hour itself. With it comes the history at the end of the panel.
 * @param mostRows about as many hours are drawn where there are more
 */
export function trainingRows(panel: Panel, mostRows: number): { rows: BoostingRows; history: PanelHistory } {
  const history = new PanelHistory(panel);
  const describers = panel.series.map(
    ({ id }, series) => new HourFeatures(history, series, id, panel.covariates),
  );
  const share = mostRows / Math.max(1, panel.series.length * (panel.slots.length - settledDays * 24));
  const rows: Row[] = [];
  for (; history.day < history.frame.days; history.step())
    for (const [series, describer] of describers.entries())
      if ((history.series[series]?.days ?? 0) >= settledDays)
        addRows(rows, panel, { history, series, describer, share });
  return { rows: toColumns(rows), history };
}

type Source = { history: PanelHistory; series: number; describer: HourFeatures; share: number };

function addRows(rows: Row[], { slots }: Panel, { history, series, describer, share }: Source): void {
  const learnt = history.learnt[series];
  for (let aheadDays = 0; aheadDays < horizonDays; aheadDays++) {
    const day = history.day + aheadDays;
    if (Math.floor(drawnOf(series, day) * horizonDays) !== aheadDays) continue;
    for (const hour of history.hoursOf(day)) {
      const [slot, weight] = [slots[hour], learnt?.usual[hour] ?? 0];
      if (slot === undefined || weight === 0 || drawnOf(hour, series) >= share) continue;
      const { level, shape, features } = describer.describe({ slot, aheadDays });
      rows.push({
        features,
        logExpected: Math.log(level * shape),
        count: learnt?.counts[hour] ?? 0,
        weight,
      });
    }
  }
}

/**
 * A number in [0, 1) that is always the same for a pair: which hours are drawn does not depend on how many there are.
 * @see Steele, Lea and Flood (2014), for the mixing
 */
function drawnOf(first: number, second: number): number {
  let mixed = Math.imul(first + 0x7f4a7c15, 0x9e3779b1) ^ Math.imul(second + 0x2545f491, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
}

function toColumns(rows: readonly Row[]): BoostingRows {
  const featureCount = rows[0]?.features.length ?? 0;
  return {
    features: Array.from({ length: featureCount }, (_, at) =>
      Float64Array.from(rows, ({ features }) => features[at] ?? Number.NaN),
    ),
    counts: Float64Array.from(rows, ({ count }) => count),
    logExpected: Float64Array.from(rows, ({ logExpected }) => logExpected),
    weights: Float64Array.from(rows, ({ weight }) => weight),
  };
}
