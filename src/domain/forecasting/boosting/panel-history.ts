import type { Panel } from "../panel.ts";
import { frameOf, type PanelFrame, typeCellOf, typeCells } from "../panel-frame.ts";
import { FadingParts } from "./fading-sums.ts";
import { type LearntHours, learntHours, meanRate } from "./learnt-hours.ts";
import { type PassedDay, SeriesHistory } from "./series-history.ts";

/** Days after which what was seen of the common shape counts for 1/e. */
const commonDays = 80;
/** Starts that a flat day counts for in the shape of all series, and that shape in a group's. */
const [flatStrength, groupStrength] = [5, 30];
/** Starts an hour where nobody knows of any. */
const leastRate = 1e-3;

/**
 * What was known before a day of a panel, of each series and of all together. It goes from day to day, so that learning
 * and forecasting see the same: what lay before.
 */
export class PanelHistory {
  readonly frame: PanelFrame;
  readonly learnt: readonly LearntHours[];
  readonly series: readonly SeriesHistory[];
  /** Level of each series before each day that has passed. */
  readonly levels: readonly Float64Array[];
  /** The day before which everything is known: its place among the panel's days. */
  day = 0;
  readonly #groups: readonly (string | null)[];
  readonly #sums = new Map<string | null, FadingParts>();
  /** For each series those of all and those of its group. */
  readonly #sumsOf: readonly FadingParts[][];
  readonly #shapes = new Map<string | null, Float64Array>();
  readonly #hoursOfDay: readonly number[][];

  constructor(panel: Panel) {
    this.frame = frameOf(panel);
    const { frame } = this;
    this.learnt = panel.series.map((series) => learntHours(frame, series));
    this.levels = panel.series.map(() => new Float64Array(frame.days));
    this.#groups = panel.series.map(({ group }) => group);
    this.series = typicalRates(this.learnt, this.#groups).map((rate) => new SeriesHistory(rate));
    const hoursOfDay: number[][] = Array.from({ length: frame.days }, () => []);
    frame.dayOf.forEach((day, hour) => {
      hoursOfDay[day]?.push(hour);
    });
    this.#hoursOfDay = hoursOfDay;
    for (const group of new Set([null, ...this.#groups]))
      this.#sums.set(group, new FadingParts(typeCells, commonDays));
    this.#sumsOf = this.#groups.map((group) =>
      [...new Set([null, group])].flatMap((name) => this.#sums.get(name) ?? []),
    );
    this.#findShapes();
  }

  /** Places of a day's hours in the panel. */
  hoursOf(day: number): readonly number[] {
    return this.#hoursOfDay[day] ?? [];
  }

  /** Shape of the hours by kind of day in the group that a series is in, or in all series. */
  commonShape(series: number): Float64Array {
    return this.#shapes.get(this.#groups[series] ?? null) ?? new Float64Array(typeCells).fill(1);
  }

  /** Takes in the day that comes. */
  step(): void {
    for (const [index, own] of this.series.entries()) {
      const [passed, level] = [this.#passed(index), own.level()];
      const path = this.levels[index];
      if (path !== undefined) path[this.day] = level;
      for (const sums of this.#sumsOf[index] ?? []) addTo(sums, passed, level);
      own.addDay(passed, this.commonShape(index));
    }
    for (const sums of this.#sums.values()) sums.fade();
    this.#findShapes();
    this.day++;
  }

  #passed(index: number): PassedDay {
    const learnt = this.learnt[index];
    const passed: PassedDay = { cells: [], counts: [], weights: [] };
    for (const hour of this.hoursOf(this.day)) {
      const weight = learnt?.usual[hour] ?? 0;
      if (weight === 0) continue;
      passed.cells.push(this.frame.cellOf[hour] ?? 0);
      passed.counts.push(learnt?.counts[hour] ?? 0);
      passed.weights.push(weight);
    }
    return passed;
  }

  #findShapes(): void {
    const shapeOf = (group: string | null, prior: (type: number) => number, strength: number) =>
      Float64Array.from(
        { length: typeCells },
        (_, type) => this.#sums.get(group)?.ratio(type, prior(type), strength) ?? 1,
      );
    const all = shapeOf(null, () => 1, flatStrength);
    for (const group of this.#sums.keys())
      this.#shapes.set(group, group === null ? all : shapeOf(group, (type) => all[type] ?? 1, groupStrength));
  }
}

function addTo(sums: FadingParts, { cells, counts, weights }: PassedDay, level: number): void {
  for (let at = 0; at < cells.length; at++) {
    const weight = weights[at] ?? 0;
    sums.add(typeCellOf(cells[at] ?? 0), weight * (counts[at] ?? 0), weight * level);
  }
}

/** For each series the geometric mean of those it is with: what it is taken for before anything is known of it. */
function typicalRates(learnt: readonly LearntHours[], groups: readonly (string | null)[]): number[] {
  const logs = learnt.map(meanRate).map((rate) => (rate > 0 ? Math.log(rate) : null));
  const meanOf = (isIn: (series: number) => boolean) => {
    const known = logs.flatMap((log, series) => (log !== null && isIn(series) ? log : []));
    return known.length > 0 ? Math.exp(known.reduce((sum, log) => sum + log, 0) / known.length) : null;
  };
  const all = meanOf(() => true) ?? leastRate;
  const byGroup = new Map(
    [...new Set(groups)].map((group) => [group, meanOf((series) => groups[series] === group)]),
  );
  return groups.map((group) => (group === null ? all : (byGroup.get(group) ?? all)));
}
