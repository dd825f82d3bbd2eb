"use client";

import { useMemo } from "react";
import type { ChartThreshold } from "#ui/charts/chart-data.ts";
import { LineChart } from "#ui/charts/line-chart.tsx";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import type { CustomerHealthAnswer, HealthChange } from "../health-schemas.ts";
import { knownDays, scoreLine } from "./score-line.ts";

export type ScoreChartProps = {
  changes: readonly HealthChange[];
  score: number | null;
  /** Null while they are not known: then no limits are drawn. */
  limits: CustomerHealthAnswer["limits"] | null;
  /** At most so many; fewer where the history is shorter. */
  days: number;
  now: Date;
  timezone: string;
};

const series = [{ key: "score", label: "Health score", tone: "accent", shape: "step" }] as const;

/** The score over time, with the limits of the tiers and marks where it moved. */
export function ScoreChart({ changes, score, limits, days, now, timezone }: ScoreChartProps) {
  const hour = Math.floor(now.getTime() / 3_600_000);
  const shownDays = knownDays(changes, now, days);
  const { points, events } = useMemo(
    () => scoreLine(changes, score, new Date((hour + 1) * 3_600_000), shownDays),
    [changes, score, hour, shownDays],
  );
  if (points.every(({ values }) => values.score === null))
    return (
      <EmptyState title="No score in this time" className="py-4">
        Every change of score or tier is kept and drawn here, with marks where it moved most.
      </EmptyState>
    );
  return (
    <LineChart
      title={`Health score, last ${shownDays} days`}
      series={series}
      points={points}
      events={events}
      thresholds={limits ? thresholdsOf(limits) : []}
      format="score"
      domain={[0, 100]}
      grain="day"
      timezone={timezone}
      heightPx={220}
    />
  );
}

function thresholdsOf({ criticalUpTo, atRiskUpTo }: CustomerHealthAnswer["limits"]): ChartThreshold[] {
  return [
    { value: criticalUpTo, label: `critical up to ${criticalUpTo}`, status: "critical" },
    { value: atRiskUpTo, label: `at risk up to ${atRiskUpTo}`, status: "warning" },
  ];
}
