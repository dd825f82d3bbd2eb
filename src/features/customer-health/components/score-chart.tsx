"use client";

import { useMemo } from "react";
import { LineChart } from "#ui/charts/line-chart.tsx";
import type { CustomerHealthAnswer, HealthChange } from "../health-schemas.ts";
import { knownDays, scoreLine } from "./score-line.ts";

export type ScoreChartProps = {
  changes: readonly HealthChange[];
  score: number | null;
  limits: CustomerHealthAnswer["limits"];
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
  return (
    <LineChart
      title={`Health score, last ${shownDays} days`}
      series={series}
      points={points}
      events={events}
      thresholds={[
        { value: limits.criticalUpTo, label: `critical up to ${limits.criticalUpTo}`, status: "critical" },
        { value: limits.atRiskUpTo, label: `at risk up to ${limits.atRiskUpTo}`, status: "warning" },
      ]}
      format="score"
      domain={[0, 100]}
      grain="day"
      timezone={timezone}
      heightPx={220}
    />
  );
}
