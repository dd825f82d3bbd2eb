"use client";

import { useState } from "react";
import { SchedulesTable } from "#features/jobs/components/schedules-table.tsx";
import type { ScheduleAnswer, SchedulesAnswer } from "#features/jobs/schemas.ts";
import { type Intent, ReasonDialog } from "./reason-dialog.tsx";
import { useJobActions } from "./use-job-actions.ts";

type SchedulesViewProps = { query: { data: SchedulesAnswer }; now: string; timezone: string };

/** What runs by the clock, with "run now". */
export function SchedulesView({ query: { data }, now, timezone }: SchedulesViewProps) {
  const { runNow } = useJobActions();
  const [intent, setIntent] = useState<Intent | null>(null);
  const ask = (schedule: ScheduleAnswer) =>
    setIntent({
      title: `Run ${schedule.key} now?`,
      description: "It runs beside its schedule, which stays as it is. Where it runs already, it waits.",
      verb: "Run now",
      run: async (reason) => await runNow(schedule, reason),
    });
  return (
    <>
      <SchedulesTable schedules={data.data} now={now} timezone={timezone} onRun={ask} />
      <p className="max-w-prose text-ink-muted text-sm">
        A run is missed when it does not begin within half of the interval after it was due, five minutes at
        most. A schedule has no success when three intervals passed without one.
      </p>
      <ReasonDialog intent={intent} onClose={() => setIntent(null)} />
    </>
  );
}
