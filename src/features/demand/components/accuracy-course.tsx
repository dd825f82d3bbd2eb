"use client";

import { LineChart } from "#ui/charts/line-chart.tsx";
import type { ForecastAccuracy } from "../schemas/accuracy.ts";

// Weeks and days are calendar dates: any one zone writes them all alike.
const timezone = "UTC";
const instantOf = (date: string) => `${date}T00:00:00.000Z`;

/** Error by week between its floor and the reference. */
export function ErrorByWeek({ weeks }: { weeks: ForecastAccuracy["byWeek"] }) {
  if (weeks.length < 2)
    return <p className="text-ink-muted">The course appears here after two weeks of forecasts.</p>;
  return (
    <LineChart
      title="Error by week, beside its floor and the reference"
      series={[
        { key: "error", label: "Error", tone: "accent" },
        { key: "floor", label: "Floor", tone: "good" },
        { key: "reference", label: "Reference", tone: "history" },
      ]}
      points={weeks.map(({ startsOn, figures }) => ({
        at: instantOf(startsOn),
        values: { error: figures.wape, floor: figures.floorWape, reference: figures.referenceWape },
      }))}
      format="percent"
      grain="day"
      timezone={timezone}
      heightPx={220}
    />
  );
}

/** How much the 95 % bands held, beside what an exact law would have held. */
export function CoverageByDay({ days }: { days: ForecastAccuracy["rollingCoverage"] }) {
  if (days.length < 2)
    return <p className="text-ink-muted">The course appears here after two days with outcomes.</p>;
  return (
    <LineChart
      title="Coverage of the 95 % bands, seven days up to each day"
      series={[
        { key: "coverage", label: "Coverage", tone: "accent" },
        { key: "exact", label: "Exact law", tone: "good" },
      ]}
      points={days.map(({ day, coverage, exactCoverage }) => ({
        at: instantOf(day),
        values: { coverage, exact: exactCoverage },
      }))}
      format="percent"
      grain="day"
      timezone={timezone}
      heightPx={200}
    />
  );
}
