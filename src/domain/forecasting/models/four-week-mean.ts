import type { ForecastModel } from "../forecast-model.ts";
import type { HourSlot, Panel } from "../panel.ts";
import { HoursBack } from "./hours-back.ts";

const weeks = 4;

/**
 * The reference that every other model is shown against: the mean of the same hour of the week over the last four
 * weeks, which is what adjusts it to the day of the week, with the standard deviation of the four. Of an hour that is
 * known in none of the four: the mean of the hour of the day, times the weekday's share of an average day.
 */
export const fourWeekMean: ForecastModel = {
  kind: "four-week-mean",
  title: "Four-week mean",
  fit(panel) {
    const back = new HoursBack(panel);
    const recent = panel.series.map((_, series) => recentMeans(panel, series));
    const lawOf = (series: number, slot: HourSlot) => {
      const counts = back.sameHours(series, slot, weeks);
      if (counts.length === 0) return { mean: recent[series]?.(slot) ?? 0, sd: 0 };
      const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
      const squares = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0);
      return { mean, sd: counts.length > 1 ? Math.sqrt(squares / (counts.length - 1)) : 0 };
    };
    return {
      predict: (series, slots) => slots.map((slot) => ({ kind: "normal", ...lawOf(series, slot) })),
      explain: (series, slot) => [{ part: "level", name: null, factor: lawOf(series, slot).mean }],
      parameters: () => ({ weeks }),
      basis: (series) => back.basis(series),
    };
  },
};

/** Mean of an hour of the day over the last four weeks, times how the weekday compares with all days. */
function recentMeans({ slots, series }: Panel, at: number): (slot: HourSlot) => number {
  const from = Math.max(0, slots.length - weeks * 168);
  const [hours, days, whole] = [new Means(), new Means(), new Means()];
  for (let hour = from; hour < slots.length; hour++) {
    const [slot, count] = [slots[hour], series[at]?.counts[hour] ?? Number.NaN];
    if (slot === undefined || Number.isNaN(count)) continue;
    hours.add(slot.hourOfDay, count);
    days.add(slot.weekday, count);
    whole.add(0, count);
  }
  const overall = whole.of(0) ?? 0;
  return ({ hourOfDay, weekday }) =>
    overall > 0 ? ((hours.of(hourOfDay) ?? overall) * (days.of(weekday) ?? overall)) / overall : 0;
}

class Means {
  readonly #sums = new Map<number, { sum: number; count: number }>();

  add(key: number, value: number): void {
    const { sum, count } = this.#sums.get(key) ?? { sum: 0, count: 0 };
    this.#sums.set(key, { sum: sum + value, count: count + 1 });
  }

  of(key: number): number | null {
    const found = this.#sums.get(key);
    return found ? found.sum / found.count : null;
  }
}
