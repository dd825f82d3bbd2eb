import type { ChartEvent, ChartPoint, ChartStretch } from "#ui/charts/chart-data.ts";
import type { DemandHours, HistoryHour, OutlookHour } from "../schemas/hours.ts";
import { stateLook } from "./demand-look.ts";
import { endOfHour, formatBalance, formatProbability, formatSessions, hoursOf } from "./demand-words.ts";

export type Course = {
  points: ChartPoint[];
  stretches: ChartStretch[];
  events: ChartEvent[];
  now: string | null;
};

/** History and outlook of a subject as points of one chart: what was, what is booked, what is expected, what can be served. */
export function courseOf({ history, outlook }: Pick<DemandHours, "history" | "outlook">): Course {
  return {
    points: [...history.map(pastPoint), ...outlook.map(comingPoint)],
    stretches: shortagesOf(outlook),
    events: outliersOf(history),
    now: outlook[0]?.hour ?? null,
  };
}

function pastPoint({ hour, booked, served, forecast }: HistoryHour): ChartPoint {
  return {
    at: hour,
    values: { came: booked, mean: null, capacity: null, booked: null, lower: null, upper: null },
    notes: [
      { label: "Held", text: formatSessions(served) },
      {
        label: "Forecast a day ahead",
        text: forecast
          ? `${formatSessions(forecast.mean)} (${formatSessions(forecast.lower)}–${formatSessions(forecast.upper)})`
          : "–",
      },
    ],
  };
}

function comingPoint(hour: OutlookHour): ChartPoint {
  const { mean, capacity, booked, lower, upper } = hour;
  return {
    at: hour.hour,
    values: { came: null, mean, capacity, booked, lower, upper },
    notes: [
      {
        label: "Balance",
        text: `${formatBalance(hour.balance)}, ${stateLook[hour.state].word.toLowerCase()}`,
      },
      { label: "Shortage probability", text: formatProbability(hour.shortageProbability) },
      { label: "Unserved", text: formatSessions(hour.expectedUnserved) },
    ],
  };
}

/** Neighbouring hours that are short, as one stretch. */
function shortagesOf(outlook: readonly OutlookHour[]): ChartStretch[] {
  const stretches: (ChartStretch & { hours: number })[] = [];
  for (const { hour, state } of outlook) {
    if (state !== "shortage") continue;
    const last = stretches.at(-1);
    if (last?.to === hour) {
      last.to = endOfHour(hour);
      last.hours++;
    } else stretches.push({ from: hour, to: endOfHour(hour), label: "", status: "critical", hours: 1 });
  }
  return stretches.map(({ hours, ...stretch }) => ({ ...stretch, label: `Shortage, ${hoursOf(hours)}` }));
}

/** Hours that weigh less in training, one mark for those that follow one another for the same reason. */
function outliersOf(history: readonly HistoryHour[]): ChartEvent[] {
  const marks: { event: ChartEvent; end: string; reason: string }[] = [];
  for (const { hour, outlier } of history) {
    if (outlier === null) continue;
    const last = marks.at(-1);
    if (last?.end === hour && last.reason === outlier.reason) last.end = endOfHour(hour);
    else
      marks.push({
        event: { at: hour, label: `Out of the ordinary: ${outlier.reason}`, status: "info" },
        end: endOfHour(hour),
        reason: outlier.reason,
      });
  }
  return marks.map(({ event }) => event);
}
