import { formatCount, formatDuration } from "#ui/figures/format.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import type { ForecastRun } from "../work-schemas.ts";
import type { Clocks } from "./demand-words.ts";

const kindWords: Record<ForecastRun["kind"], string> = {
  daily: "Daily run",
  early: "Early run",
  selection: "Selection",
  manual: "Run by hand",
};

/** When forecasts were made, why, and on what they rest. */
export function RunList({ runs, clocks }: { runs: readonly ForecastRun[]; clocks: Clocks }) {
  if (runs.length === 0) return <p className="text-ink-muted">No forecast has been made yet.</p>;
  return (
    <ul className="flex flex-col divide-y divide-line text-sm">
      {runs.map((run) => (
        <li key={run.id} className="py-2 first:pt-0 last:pb-0">
          <p>
            <span className="font-medium">{kindWords[run.kind]}</span>{" "}
            <RelativeTime
              at={run.madeAt}
              now={clocks.now}
              timezone={clocks.timezone}
              className="text-ink-muted"
            />
          </p>
          <p className="tabular text-ink-muted">
            {formatCount(run.subjects)} subjects, {formatCount(run.hours)} hours in{" "}
            {formatDuration(run.durationMs / 1000)}
            {run.reason ? `; ${run.reason}` : ""}
          </p>
        </li>
      ))}
    </ul>
  );
}
