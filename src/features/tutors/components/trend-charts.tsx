"use client";

import { LineChart } from "#ui/charts/line-chart.tsx";
import type { TutorPeriods } from "../schemas.ts";
import { rollingSuccess } from "./rolling-success.ts";

export type TrendChartsProps = {
  /** Newest first. */
  weeks: TutorPeriods["data"];
  /** The Monday since which a rate is lower, where one was found. */
  droppedOn: string | null;
};

/** Weeks that a point of the success speaks of. */
const rolledWeeks = 4;

// Weeks are calendar dates: any one zone writes them all alike.
const timezone = "UTC";
const instantOf = (date: string) => `${date}T00:00:00.000Z`;

/** Success with its interval, and ratings, by week; the week of a drop that was found is marked. */
export function TrendCharts({ weeks, droppedOn }: TrendChartsProps) {
  const inOrder = [...weeks].reverse();
  if (inOrder.length < 2)
    return <p className="text-ink-muted">The course appears here after two weeks with sessions.</p>;
  const drop =
    droppedOn !== null && inOrder.some(({ startsOn }) => startsOn === droppedOn)
      ? [{ at: instantOf(droppedOn), label: "drop found", status: "critical" as const }]
      : [];
  return (
    <div className="flex flex-col gap-6">
      <h3 className="-mb-4 text-ink-muted text-sm">First-session success, the four weeks up to each week</h3>
      <LineChart
        title="First-session success, four weeks up to each week"
        series={[
          { key: "success", label: "Success", tone: "accent" },
          { key: "expected", label: "Expected", tone: "history" },
        ]}
        points={rollingSuccess(weeks, rolledWeeks).map(({ startsOn, success, expected }) => ({
          at: instantOf(startsOn),
          values: {
            success: success?.rate ?? null,
            expected,
            lower: success?.lower ?? null,
            upper: success?.upper ?? null,
          },
        }))}
        band={{ lowKey: "lower", highKey: "upper", label: "95 % interval" }}
        events={drop}
        format="percent"
        domain={[0, 1]}
        grain="day"
        timezone={timezone}
      />
      <h3 className="-mb-4 text-ink-muted text-sm">Mean rating by week</h3>
      <LineChart
        title="Mean rating by week"
        series={[{ key: "rating", label: "Rating", tone: "accent" }]}
        points={inOrder.map(({ startsOn, meanRating }) => ({
          at: instantOf(startsOn),
          values: { rating: meanRating },
        }))}
        events={drop}
        format="decimal"
        domain={[1, 5]}
        grain="day"
        timezone={timezone}
        heightPx={160}
      />
    </div>
  );
}
