import { formatDateTime, formatDay, formatTime } from "../figures/dates.ts";
import { type FigureFormat, formatFigure, formatInterval, missing } from "../figures/format.ts";
import type { Status } from "../status.ts";

export type ChartSeries = {
  key: string;
  label: string;
  /** History is neutral, a forecast has the accent. */
  tone?: "history" | "accent" | Status;
  shape?: "line" | "step";
};

/** A band between two values, such as a forecast's interval. */
export type ChartBand = { lowKey: string; highKey: string; label: string };

export type ChartPoint = {
  at: string;
  values: Readonly<Record<string, number | null>>;
  /** What else is known at the instant, in its own units: for the tooltip and the table alone. */
  notes?: readonly { label: string; text: string }[];
};
export type ChartEvent = { at: string; label: string; status?: Status };
export type ChartThreshold = { value: number; label: string; status: Status };
/** Points that belong together, drawn hatched over the height of the plot: from `from` up to the point `to`. */
export type ChartStretch = { from: string; to: string; label: string; status: Status };
export type ChartGrain = "hour" | "day";

export type ChartData = {
  series: readonly ChartSeries[];
  points: readonly ChartPoint[];
  /** Filled from zero: the certain part of a value. */
  fills?: readonly Omit<ChartSeries, "shape">[];
  band?: ChartBand;
  events?: readonly ChartEvent[];
  stretches?: readonly ChartStretch[];
  format: FigureFormat;
  grain: ChartGrain;
  timezone: string;
};

/** The instant of a point, as the axis writes it: 15:00 by the hour, 23 Nov by the day. */
export function axisLabel(at: string, grain: ChartGrain, timezone: string): string {
  return grain === "hour" ? formatTime(at, timezone) : formatDay(at, timezone);
}

/** More points by the hour than this are told apart by their days. */
const mostHoursWithoutDays = 48;

/** The first point of each day of the reader's calendar, where a chart by the hour is so long that days matter; else undefined. */
export function dayTicks({ points, grain, timezone }: ChartData): string[] | undefined {
  if (grain !== "hour" || points.length <= mostHoursWithoutDays) return undefined;
  return points
    .filter(({ at }, index) => {
      const before = points[index - 1];
      return before !== undefined && formatDay(before.at, timezone) !== formatDay(at, timezone);
    })
    .map(({ at }) => at);
}

/** The instant of a point, in full. */
export function pointLabel(at: string, grain: ChartGrain, timezone: string): string {
  return grain === "hour" ? formatDateTime(at, timezone) : formatDay(at, timezone);
}

function bandText(point: ChartPoint, band: ChartBand, format: FigureFormat): string {
  const [low, high] = [point.values[band.lowKey] ?? null, point.values[band.highKey] ?? null];
  if (low === null || high === null) return missing;
  if (format === "percent") return formatInterval(low, high);
  return `${formatFigure(low, format)}–${formatFigure(high, format)}`;
}

/** All that is known at a point, in the order of the series: for the tooltip and the table. */
export function figuresAt(
  data: ChartData,
  point: ChartPoint,
): { key: string; label: string; text: string }[] {
  const figures = [...data.series, ...(data.fills ?? [])].map(({ key, label }) => ({
    key,
    label,
    text: formatFigure(point.values[key], data.format),
  }));
  const { band } = data;
  if (band) figures.push({ key: "band", label: band.label, text: bandText(point, band, data.format) });
  return [...figures, ...(point.notes ?? []).map((note) => ({ key: `note ${note.label}`, ...note }))];
}

/** Heads of the figures of all points: a point may lack notes that others have. */
function headsOf(data: ChartData): string[] {
  const longest = data.points.reduce<ChartPoint | undefined>(
    (most, point) => ((point.notes?.length ?? 0) > (most?.notes?.length ?? -1) ? point : most),
    undefined,
  );
  return longest ? figuresAt(data, longest).map(({ label }) => label) : [];
}

/** What happened at a point, and the stretches that it lies in. */
export function eventsAt({ events = [], stretches = [] }: ChartData, at: string): string[] {
  return [
    ...stretches.filter(({ from, to }) => from <= at && at < to).map(({ label }) => label),
    ...events.filter((event) => event.at === at).map(({ label }) => label),
  ];
}

/** The chart as written rows, events beside their instant. */
export function tableOf(data: ChartData): { columns: string[]; rows: string[][] } {
  const hasEvents = (data.events?.length ?? 0) + (data.stretches?.length ?? 0) > 0;
  const heads = headsOf(data);
  return {
    columns: ["When", ...heads, ...(hasEvents ? ["What happened"] : [])],
    rows: data.points.map((point) => {
      const texts = new Map(figuresAt(data, point).map(({ label, text }) => [label, text]));
      return [
        pointLabel(point.at, data.grain, data.timezone),
        ...heads.map((head) => texts.get(head) ?? missing),
        ...(hasEvents ? [eventsAt(data, point.at).join("; ")] : []),
      ];
    }),
  };
}

/** Cells parted by tabs, as spreadsheets take them from the clipboard. */
export function asTabbedText(table: {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}): string {
  return [table.columns, ...table.rows].map((row) => row.join("\t")).join("\n");
}
