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

export type ChartPoint = { at: string; values: Readonly<Record<string, number | null>> };
export type ChartEvent = { at: string; label: string; status?: Status };
export type ChartThreshold = { value: number; label: string; status: Status };
export type ChartGrain = "hour" | "day";

export type ChartData = {
  series: readonly ChartSeries[];
  points: readonly ChartPoint[];
  band?: ChartBand;
  events?: readonly ChartEvent[];
  format: FigureFormat;
  grain: ChartGrain;
  timezone: string;
};

/** The instant of a point, as the axis writes it: 15:00 by the hour, 23 Nov by the day. */
export function axisLabel(at: string, grain: ChartGrain, timezone: string): string {
  return grain === "hour" ? formatTime(at, timezone) : formatDay(at, timezone);
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
  const figures = data.series.map(({ key, label }) => ({
    key,
    label,
    text: formatFigure(point.values[key], data.format),
  }));
  const { band } = data;
  return band
    ? [...figures, { key: "band", label: band.label, text: bandText(point, band, data.format) }]
    : figures;
}

/** The chart as written rows, events beside their instant. */
export function tableOf(data: ChartData): { columns: string[]; rows: string[][] } {
  const hasEvents = (data.events?.length ?? 0) > 0;
  const heads = data.points[0] ? figuresAt(data, data.points[0]).map(({ label }) => label) : [];
  const eventsAt = (at: string) =>
    (data.events ?? [])
      .filter((event) => event.at === at)
      .map(({ label }) => label)
      .join("; ");
  return {
    columns: ["When", ...heads, ...(hasEvents ? ["What happened"] : [])],
    rows: data.points.map((point) => [
      pointLabel(point.at, data.grain, data.timezone),
      ...figuresAt(data, point).map(({ text }) => text),
      ...(hasEvents ? [eventsAt(point.at)] : []),
    ]),
  };
}

/** Cells parted by tabs, as spreadsheets take them from the clipboard. */
export function asTabbedText(table: {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}): string {
  return [table.columns, ...table.rows].map((row) => row.join("\t")).join("\n");
}
