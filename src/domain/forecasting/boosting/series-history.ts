import { hoursOfWeek, typeCellOf, typeCells } from "../panel-frame.ts";
import { FadingParts, FadingRatio } from "./fading-sums.ts";

/** Memories of the level that are weighed against each other, in days; a fast and a slow one beside them. */
const levelDays = [5, 14, 30, 70];
const [fastDays, slowDays] = [7, 42];
/** Days after which a memory's merit counts for 1/e, and how much days differ by more than chance (variance ÷ mean²). */
const [meritDays, dayDispersion] = [60, 0.05];
/** Days after which what was seen of the week counts for 1/e, and of the week of late. */
const [weekDays, recentWeekDays] = [80, 24];
/** Starts that the usual rate of other series counts for in the level. */
const levelStrength = 0.2;
/** Starts that the common shape counts for in the hours by kind of day, those in the 168 hours, and all in those of late. */
const [typeStrength, cellStrength, recentStrength] = [10, 15, 3];

/** Hours of a day that has passed, one number for each: where in the week, what came, and how much it counts. */
export type PassedDay = { cells: number[]; counts: number[]; weights: number[] };

/** What is known of one series before a day, kept up day by day: every figure rests on earlier days alone. */
export class SeriesHistory {
  /** Days of which anything was known. */
  days = 0;
  readonly #typical: number;
  readonly #fast = new FadingRatio(fastDays);
  readonly #slow = new FadingRatio(slowDays);
  readonly #levels = levelDays.map((days) => new FadingRatio(days));
  /** ln of how likely each memory made the days so far, the older the less. */
  readonly #merits = levelDays.map(() => 0);
  readonly #cells = new FadingParts(hoursOfWeek, weekDays);
  readonly #types = new FadingParts(typeCells, weekDays);
  readonly #recentCells = new FadingParts(hoursOfWeek, recentWeekDays);
  #level: number;

  /** @param typical starts an hour of a series of which nothing is known yet */
  constructor(typical: number) {
    this.#typical = typical;
    this.#level = typical;
  }

  /** Starts an hour where the week's shape is 1: the mean of the memories, by how well each foresaw the days. */
  level(): number {
    return this.#level;
  }

  fastLevel(): number {
    return this.#levelOf(this.#fast);
  }

  slowLevel(): number {
    return this.#levelOf(this.#slow);
  }

  /** What an hour of the week is multiplied by, given what the hours by kind of day are in all series. */
  shape(cell: number, common: Float64Array): number {
    return this.#cells.ratio(cell, this.typeShape(cell, common), cellStrength);
  }

  typeShape(cell: number, common: Float64Array): number {
    const type = typeCellOf(cell);
    return this.#types.ratio(type, common[type] ?? 1, typeStrength);
  }

  recentShape(cell: number, shape: number): number {
    return this.#recentCells.ratio(cell, shape, recentStrength);
  }

  /** Share of its shape that rests on its own starts, 0 to 1. */
  ownShare(): number {
    const each = this.#types.total() / typeCells;
    return each / (each + typeStrength);
  }

  /**
   * Takes in the hours of a day.
   * @param common what the hours by kind of day are in all series
   */
  addDay({ cells, counts, weights }: PassedDay, common: Float64Array): void {
    let [starts, shapes] = [0, 0];
    for (let at = 0; at < cells.length; at++) {
      starts += (weights[at] ?? 0) * (counts[at] ?? 0);
      shapes += (weights[at] ?? 0) * this.shape(cells[at] ?? 0, common);
    }
    for (let at = 0; at < cells.length; at++) {
      const [cell, weight] = [cells[at] ?? 0, weights[at] ?? 0];
      const count = weight * (counts[at] ?? 0);
      const expected = weight * this.#level;
      this.#cells.add(cell, count, expected);
      this.#types.add(typeCellOf(cell), count, expected);
      this.#recentCells.add(cell, count, expected);
    }
    if (shapes > 0) this.#addTotals(starts, shapes);
    const fading = [this.#fast, this.#slow, ...this.#levels, this.#cells, this.#types, this.#recentCells];
    for (const sums of fading) sums.fade();
    this.#level = this.#weighedLevel();
  }

  #addTotals(starts: number, shapes: number): void {
    const mean = this.#level * shapes;
    this.#levels.forEach((memory, at) => {
      const expected = this.#levelOf(memory) * shapes;
      const logLikelihood = starts * Math.log(expected / mean) - (expected - mean);
      this.#merits[at] =
        (this.#merits[at] ?? 0) * Math.exp(-1 / meritDays) + logLikelihood / (1 + dayDispersion * mean);
    });
    for (const ratio of [this.#fast, this.#slow, ...this.#levels]) ratio.add(starts, shapes);
    this.days++;
  }

  #weighedLevel(): number {
    const best = Math.max(...this.#merits);
    let [sum, weights] = [0, 0];
    this.#levels.forEach((memory, at) => {
      const weight = Math.exp((this.#merits[at] ?? 0) - best);
      sum += weight * this.#levelOf(memory);
      weights += weight;
    });
    return sum / weights;
  }

  #levelOf(memory: FadingRatio): number {
    return memory.ratio(this.#typical, levelStrength);
  }
}
