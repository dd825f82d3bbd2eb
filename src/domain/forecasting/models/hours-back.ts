import type { ForecastBasis } from "../forecast-model.ts";
import type { HourSlot, Panel } from "../panel.ts";
import { hoursOfWeek } from "../panel-frame.ts";

/** Looks up what came whole weeks before an hour, at the same time by the clock of the business. */
export class HoursBack {
  readonly #panel: Panel;
  readonly #places = new Map<number, number>();
  readonly #firstDay: number;
  readonly #lastDay: number;

  constructor(panel: Panel) {
    this.#panel = panel;
    this.#firstDay = panel.slots[0]?.localDay ?? 0;
    this.#lastDay = panel.slots.at(-1)?.localDay ?? 0;
    // Of an hour that comes twice on a day, the first.
    for (const [place, slot] of panel.slots.entries())
      if (!this.#places.has(keyOf(slot))) this.#places.set(keyOf(slot), place);
  }

  /** Counts of the same hour in up to `weeks` weeks that lie within the panel, the last one first; unknown ones are left out. */
  sameHours(series: number, { localDay, hourOfDay }: HourSlot, weeks: number): number[] {
    const counts: number[] = [];
    let seen = 0;
    const newest = localDay - 7 * Math.max(1, Math.ceil((localDay - this.#lastDay) / 7));
    for (let day = newest; day >= this.#firstDay && seen < weeks; day -= 7) {
      const place = this.#places.get(keyOf({ localDay: day, hourOfDay }));
      // The newest date may lie within the panel although the hour does not.
      if (place === undefined && day === newest) continue;
      seen++;
      const count = this.#panel.series[series]?.counts[place ?? -1] ?? Number.NaN;
      if (!Number.isNaN(count)) counts.push(count);
    }
    return counts;
  }

  /** The newest known count of the same hour of the week; null where there is none. */
  lastKnown(series: number, slot: HourSlot): number | null {
    return this.sameHours(series, slot, Math.ceil(this.#panel.slots.length / hoursOfWeek))[0] ?? null;
  }

  basis(series: number): ForecastBasis {
    const counts = this.#panel.series[series]?.counts ?? new Float64Array();
    const known = counts.reduce((hours, count) => hours + (Number.isNaN(count) ? 0 : 1), 0);
    return { ownShare: known > 0 ? 1 : 0, ownWeeks: known / hoursOfWeek, borrowedFrom: null };
  }
}

const keyOf = ({ localDay, hourOfDay }: Pick<HourSlot, "localDay" | "hourOfDay">) =>
  localDay * 24 + hourOfDay;
