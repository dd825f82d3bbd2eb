"use client";

import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { formatDay } from "../figures/dates.ts";
import { formatFigure } from "../figures/format.ts";
import { axisLabel, type ChartPoint, type ChartSeries, dayTicks } from "./chart-data.ts";
import { ChartStretches } from "./chart-stretches.tsx";
import { ChartTooltip } from "./chart-tooltip.tsx";
import { EndLabel } from "./end-label.tsx";
import { EventMark } from "./event-mark.tsx";
import { labelShifts } from "./label-shifts.ts";
import type { LineChartProps } from "./line-chart.tsx";

type Row = ChartPoint["values"] & { at: string; point: ChartPoint };

const lineColor = (tone: ChartSeries["tone"] = "history") => `var(--${tone})`;

/** Text needs more contrast than a line. */
const textColor = (tone: ChartSeries["tone"] = "history") =>
  tone === "history" ? "var(--ink-muted)" : `var(--${tone}-ink)`;

/** Room at the right edge for the longest name, so that lines are named where they end. */
function labelRoom(series: readonly ChartSeries[]): number {
  return series.length < 2 ? 12 : 16 + Math.max(...series.map(({ label }) => label.length)) * 6.5;
}

function lastKnownIndex(points: readonly ChartPoint[], key: string): number {
  return points.findLastIndex(({ values }) => values[key] !== null && values[key] !== undefined);
}

/** Axis and grid lines are few and faint; the keyboard moves from point to point with the arrow keys. */
export function LineChartPlot(props: LineChartProps & { heightPx: number }) {
  const {
    title,
    series,
    points,
    band,
    fills = [],
    stretches = [],
    onPick,
    events = [],
    thresholds = [],
    domain,
    now,
    format,
    grain,
    timezone,
  } = props;
  const rows = points.map((point) => ({ ...point.values, at: point.at, point }) as unknown as Row);
  const ticks = dayTicks(props);
  const shifts = labelShifts(series, points, props.heightPx);
  const axisText = { fill: "var(--ink-faint)", fontSize: 12 };
  return (
    <ResponsiveContainer width="100%" height={props.heightPx}>
      <ComposedChart
        data={rows}
        accessibilityLayer
        title={title}
        {...(onPick
          ? { onClick: ({ activeLabel }) => activeLabel !== undefined && onPick(String(activeLabel)) }
          : {})}
        margin={{ top: events.length > 0 || now ? 20 : 8, right: labelRoom(series), bottom: 0, left: 0 }}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="at"
          {...(ticks ? { ticks } : {})}
          tickFormatter={(at: string) => (ticks ? formatDay(at, timezone) : axisLabel(at, grain, timezone))}
          tick={axisText}
          tickLine={false}
          axisLine={{ stroke: "var(--line)" }}
          minTickGap={40}
        />
        <YAxis
          domain={domain ? [...domain] : ["auto", "auto"]}
          tickFormatter={(value: number) => formatFigure(value, format)}
          tick={axisText}
          tickLine={false}
          axisLine={false}
          tickCount={5}
          width={56}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: "var(--control)" }}
          content={({ active, payload }) => {
            const row = payload?.[0]?.payload as Row | undefined;
            return active && row ? <ChartTooltip data={props} point={row.point} /> : null;
          }}
        />
        <ChartStretches stretches={stretches} points={points} />
        {fills.map((fill) => (
          <Area
            key={fill.key}
            name={fill.label}
            dataKey={(row: Row) => row.point.values[fill.key]}
            type="stepAfter"
            fill={lineColor(fill.tone)}
            fillOpacity={0.35}
            stroke="none"
            activeDot={false}
            isAnimationActive={false}
          />
        ))}
        {band ? (
          <Area
            dataKey={(row: Row) => [row.point.values[band.lowKey], row.point.values[band.highKey]]}
            fill="var(--accent)"
            fillOpacity={0.15}
            stroke="none"
            activeDot={false}
            isAnimationActive={false}
          />
        ) : null}
        {thresholds.map((threshold) => (
          <ReferenceLine
            key={threshold.label}
            y={threshold.value}
            stroke={`var(--${threshold.status})`}
            strokeDasharray="4 4"
            label={{
              value: threshold.label,
              position: "insideBottomLeft",
              fill: `var(--${threshold.status}-ink)`,
              fontSize: 12,
              // A rim of the card's colour, so that no grid line runs through the words.
              stroke: "var(--surface)",
              strokeWidth: 4,
              style: { paintOrder: "stroke" },
            }}
          />
        ))}
        {now ? (
          <ReferenceLine x={now} stroke="var(--ink)" label={{ value: "now", position: "top", ...axisText }} />
        ) : null}
        {events.map((event) => (
          <ReferenceLine
            key={`${event.at} ${event.label}`}
            x={event.at}
            stroke="var(--control)"
            strokeDasharray="2 3"
            label={<EventMark event={event} />}
          />
        ))}
        {series.map((line) => (
          <Line
            key={line.key}
            name={line.label}
            dataKey={(row: Row) => row.point.values[line.key]}
            type={line.shape === "step" ? "stepAfter" : "linear"}
            stroke={lineColor(line.tone)}
            strokeWidth={1.75}
            dot={points.length > 1 ? false : { r: 3 }}
            activeDot={{ r: 4, stroke: "var(--surface)", strokeWidth: 2 }}
            isAnimationActive={false}
            label={
              series.length > 1 ? (
                <EndLabel
                  text={line.label}
                  color={textColor(line.tone)}
                  at={lastKnownIndex(points, line.key)}
                  last={points.length - 1}
                  shift={shifts.get(line.key) ?? 0}
                />
              ) : (
                false
              )
            }
          />
        ))}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
