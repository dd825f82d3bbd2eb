"use client";

import { LineChart } from "#ui/charts/line-chart.tsx";
import type { DemandHours } from "../schemas/hours.ts";
import { courseOf } from "./chart-course.ts";
import type { Clocks } from "./demand-words.ts";

export type DemandChartProps = { hours: DemandHours; clocks: Clocks; onPick: (hour: string) => void };

/** What came and what is expected, with its band, what is booked of it, and what can be served. */
export function DemandChart({ hours, clocks, onPick }: DemandChartProps) {
  const { points, stretches, events, now } = courseOf(hours);
  const coming = new Set(hours.outlook.map(({ hour }) => hour));
  return (
    <LineChart
      title={`Demand of ${hours.name}: history and the next seven days`}
      series={[
        { key: "came", label: "Past", tone: "history" },
        { key: "mean", label: "Forecast", tone: "accent" },
        { key: "capacity", label: "Capacity", tone: "good", shape: "step" },
      ]}
      fills={[{ key: "booked", label: "Booked already", tone: "history" }]}
      band={{ lowKey: "lower", highKey: "upper", label: "95 % band" }}
      points={points}
      stretches={stretches}
      events={events}
      {...(now ? { now } : {})}
      onPick={(at) => coming.has(at) && onPick(at)}
      format="decimal"
      grain="hour"
      timezone={clocks.timezone}
      heightPx={320}
    />
  );
}

/** How to read it, for those who open it for the first time. */
export function ChartKey() {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-ink-muted text-sm">
      <li>Grey line: sessions that were booked</li>
      <li>Violet line and band: forecast, 95 % of the time inside the band</li>
      <li>Grey area: booked already, so certain</li>
      <li>Green steps: sessions that tutors can serve</li>
      <li>Hatched: shortage</li>
    </ul>
  );
}
