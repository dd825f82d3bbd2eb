import { type HeatMeasure, heatMeasures } from "#features/demand/components/heat-levels.ts";

/** Days of history that can be chosen. */
export const historyChoices = [1, 7, 28] as const;

/** What the address of a subject's demand says. */
export type SubjectState = {
  historyDays: (typeof historyChoices)[number];
  /** What the heatmap shows. */
  measure: HeatMeasure;
  /** The day of the table, by the reader's calendar; null is that of the hour, or else the first. */
  day: string | null;
  /** The hour whose forecast is explained; null is the worst one. */
  hour: string | null;
};

export const firstSubjectState: SubjectState = { historyDays: 7, measure: "balance", day: null, hour: null };

type Params = { get(name: string): string | null };

/** Reads the address; whatever it holds that is not one of ours counts as not there. */
export function readSubjectState(params: Params): SubjectState {
  const day = params.get("day") ?? "";
  return {
    historyDays:
      historyChoices.find((days) => String(days) === params.get("history")) ?? firstSubjectState.historyDays,
    measure: heatMeasures.find((name) => name === params.get("show")) ?? firstSubjectState.measure,
    day: /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null,
    hour: instantOf(params.get("hour")),
  };
}

/** The query of the address, without what is as it first was. */
export function writeSubjectState(state: SubjectState): string {
  const params = new URLSearchParams();
  if (state.historyDays !== firstSubjectState.historyDays) params.set("history", String(state.historyDays));
  if (state.measure !== firstSubjectState.measure) params.set("show", state.measure);
  if (state.day) params.set("day", state.day);
  if (state.hour) params.set("hour", state.hour);
  const text = params.toString().replaceAll("%3A", ":");
  return text ? `?${text}` : "";
}

/** An instant as the API writes it, whatever way it was typed; null where it is none. */
function instantOf(text: string | null): string | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}T/.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
