import type { BusinessCalendar } from "#domain/forecasting/calendar.ts";
import { hourMs, makeHourSlots } from "#domain/forecasting/hour-slots.ts";
import type { Covariates, Panel } from "#domain/forecasting/panel.ts";
import type { CountsFile, SeriesCounts } from "./read-counts.ts";

export type PanelOptions = {
  timezone: string;
  calendar: BusinessCalendar;
  /** Hours without a line hold nothing, from a series' first line on; else they are unknown. */
  fillsZeros: boolean;
  /** Hours from here on are left out. */
  untilMs: number | null;
};

/** The panel of a file's counts. */
export function panelOfCounts(file: CountsFile, options: PanelOptions): Panel {
  const toMs = Math.min(file.toMs, options.untilMs ?? file.toMs);
  const { timezone, calendar } = options;
  const slots = makeHourSlots({ fromMs: file.fromMs, toMs, timezone, calendar });
  const series = file.series.map((own) => {
    const counts = Float64Array.from(slots, ({ startMs }) => own.counts.get(startMs) ?? Number.NaN);
    if (options.fillsZeros) fillZeros(counts, own, slots[0]?.startMs ?? 0);
    return { id: own.id, group: own.group, counts, weights: new Float64Array(slots.length).fill(1) };
  });
  return { slots, series, covariates: featuresOf(file) };
}

function fillZeros(counts: Float64Array, own: SeriesCounts, fromMs: number): void {
  const first = counts.findIndex((count) => !Number.isNaN(count));
  for (let hour = first; first >= 0 && hour < counts.length; hour++)
    if (!own.counts.has(fromMs + hour * hourMs)) counts[hour] = 0;
}

function featuresOf({ series, featureNames }: CountsFile): Covariates | null {
  if (featureNames.length === 0) return null;
  const byId = new Map(series.map((own) => [own.id, own.features]));
  return {
    names: featureNames,
    valueAt: (name, seriesId, startMs) => byId.get(seriesId)?.get(name)?.get(startMs) ?? Number.NaN,
  };
}
