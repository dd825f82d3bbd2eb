import type { ForecastBasis } from "../forecast-model.ts";
import { hourMs } from "../hour-slots.ts";
import type { Panel } from "../panel.ts";
import { hoursOfWeek } from "../panel-frame.ts";

const weekMs = hoursOfWeek * hourMs;

/** Looks up what came whole weeks before an hour. Weeks are of 168 hours of time. */
export class HoursBack {
  readonly #panel: Panel;
  readonly #firstMs: number;
  readonly #endMs: number;

  constructor(panel: Panel) {
    this.#panel = panel;
    this.#firstMs = panel.slots[0]?.startMs ?? 0;
    this.#endMs = this.#firstMs + panel.slots.length * hourMs;
  }

  /** Counts of the same hour in up to `weeks` weeks that lie within the panel, the last one first; unknown ones are left out. */
  sameHours(series: number, startMs: number, weeks: number): number[] {
    const counts: number[] = [];
    let atMs = startMs - weekMs * Math.ceil((startMs - this.#endMs + 1) / weekMs);
    for (let week = 0; week < weeks && atMs >= this.#firstMs; week++, atMs -= weekMs) {
      const count = this.#panel.series[series]?.counts[(atMs - this.#firstMs) / hourMs] ?? Number.NaN;
      if (!Number.isNaN(count)) counts.push(count);
    }
    return counts;
  }

  /** The newest known count of the same hour of the week; null where there is none. */
  lastKnown(series: number, startMs: number): number | null {
    return this.sameHours(series, startMs, Math.ceil(this.#panel.slots.length / hoursOfWeek))[0] ?? null;
  }

  basis(series: number): ForecastBasis {
    const counts = this.#panel.series[series]?.counts ?? new Float64Array();
    const known = counts.reduce((hours, count) => hours + (Number.isNaN(count) ? 0 : 1), 0);
    return { ownShare: known > 0 ? 1 : 0, ownWeeks: known / hoursOfWeek, borrowedFrom: null };
  }
}
