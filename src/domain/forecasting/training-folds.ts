import type { HourSlot, Panel } from "./panel.ts";
import { hoursOfWeek } from "./panel-frame.ts";
import { slicePanel } from "./panel-slice.ts";

/** A stretch at the end of a panel that was set aside, and what lay before it. */
export type TrainingFold = { training: Panel; slots: readonly HourSlot[]; from: number; to: number };

/** Weeks that are set aside in turn, the last one first. */
const mostFolds = 6;
/** A fold's training keeps this many weeks at least: below, a week's profile is a guess. */
const leastTrainingWeeks = 3;

const known = new WeakMap<Panel, readonly TrainingFold[]>();

/**
 * The last weeks of a panel, each with all that lies before it: for learning, within the training, how wrong a model
 * is on weeks that it has not seen. The same panel always gives the same folds, so models share what they fit on them.
 */
export function trainingFolds(panel: Panel): readonly TrainingFold[] {
  const folds = known.get(panel) ?? makeFolds(panel);
  known.set(panel, folds);
  return folds;
}

function makeFolds(panel: Panel): TrainingFold[] {
  const hours = panel.slots.length;
  const folds: TrainingFold[] = [];
  for (let week = 1; week <= mostFolds; week++) {
    const from = hours - week * hoursOfWeek;
    if (from < leastTrainingWeeks * hoursOfWeek) break;
    const to = from + hoursOfWeek;
    folds.push({ training: slicePanel(panel, 0, from), slots: panel.slots.slice(from, to), from, to });
  }
  return folds;
}
