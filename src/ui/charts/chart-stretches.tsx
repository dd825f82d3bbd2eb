"use client";

import { ReferenceArea } from "recharts";
import type { ChartPoint, ChartStretch } from "./chart-data.ts";
import { HatchPattern, hatchFill } from "./hatch.tsx";

export type ChartStretchesProps = { stretches: readonly ChartStretch[]; points: readonly ChartPoint[] };

/** Stretches of a plot, hatched over its height; one that ends behind the last point runs to the edge. */
export function ChartStretches({ stretches, points }: ChartStretchesProps) {
  const known = new Set(points.map(({ at }) => at));
  return (
    <>
      <defs>
        {[...new Set(stretches.map(({ status }) => status))].map((status) => (
          <HatchPattern key={status} status={status} />
        ))}
      </defs>
      {stretches.map(({ from, to, status }) => (
        <ReferenceArea
          key={`${from} ${status}`}
          x1={from}
          {...(known.has(to) ? { x2: to } : {})}
          fill={hatchFill(status)}
          fillOpacity={1}
          stroke={`var(--${status})`}
          strokeOpacity={0.4}
        />
      ))}
    </>
  );
}
