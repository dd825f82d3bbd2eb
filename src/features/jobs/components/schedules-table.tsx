"use client";

import { formatDateTime } from "#ui/figures/dates.ts";
import { formatCount } from "#ui/figures/format.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { Button } from "#ui/primitives/button.tsx";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { DataColumn } from "#ui/tables/data-column.ts";
import { DataTable, type DataTableProps } from "#ui/tables/data-table.tsx";
import type { ScheduleAnswer } from "../schemas.ts";
import { rateText, scheduleStateLook } from "./job-words.ts";

export type SchedulesTableProps = Pick<DataTableProps<ScheduleAnswer>, "status" | "error"> & {
  schedules: readonly ScheduleAnswer[];
  now: string;
  timezone: string;
  onRun: (schedule: ScheduleAnswer) => void;
};

type Parts = Pick<SchedulesTableProps, "now" | "timezone" | "onRun">;

const columns = (parts: Parts): DataColumn<ScheduleAnswer>[] => [
  {
    id: "state",
    header: "State",
    cell: ({ state }) => <StatusBadge {...scheduleStateLook[state]} variant="plain" />,
  },
  {
    id: "key",
    header: "Schedule",
    cell: ({ key, job }) => (
      <span className="flex flex-col">
        <span className="font-medium">{key}</span>
        <span className="text-ink-muted text-sm">{job}</span>
      </span>
    ),
  },
  { id: "rate", header: "Runs", hideBelow: "md", cell: ({ rate }) => rateText(rate) },
  { id: "next", header: "Next", cell: ({ nextAt }) => <When at={nextAt} {...parts} /> },
  {
    id: "last",
    header: "Last began",
    hideBelow: "md",
    cell: ({ lastStartedAt }) => <When at={lastStartedAt} {...parts} />,
  },
  {
    id: "success",
    header: "Last success",
    hideBelow: "lg",
    cell: ({ lastSuccessAt }) => <When at={lastSuccessAt} {...parts} />,
  },
  {
    id: "missed",
    header: "Missed in 24 h",
    align: "end",
    cell: (schedule) => <Missed schedule={schedule} timezone={parts.timezone} />,
  },
  {
    id: "run",
    header: "",
    align: "end",
    cell: (schedule) => <RunButton schedule={schedule} onRun={parts.onRun} />,
  },
];

/** What runs by the clock, with what became of its runs. */
export function SchedulesTable({ schedules, now, timezone, onRun, ...table }: SchedulesTableProps) {
  const parts = { now, timezone, onRun };
  return (
    <DataTable
      {...table}
      caption="Schedules"
      columns={columns(parts)}
      rows={schedules}
      rowId={({ key }) => key}
      rowLabel={({ key }) => key}
      sort={null}
      empty={<EmptyState title="No schedule yet">A worker sets them up when it starts.</EmptyState>}
      card={(schedule) => (
        <div className="flex flex-col gap-1">
          <span className="flex items-start justify-between gap-3">
            <span className="font-medium">{schedule.key}</span>
            <StatusBadge {...scheduleStateLook[schedule.state]} variant="plain" />
          </span>
          <span className="text-ink-muted text-sm">
            {rateText(schedule.rate)} · next <When at={schedule.nextAt} {...parts} />
          </span>
          <span className="flex items-center justify-between gap-3 text-sm">
            <span>
              Missed in 24 h: <Missed schedule={schedule} timezone={timezone} />
            </span>
            <RunButton schedule={schedule} onRun={onRun} />
          </span>
        </div>
      )}
    />
  );
}

function RunButton({ schedule, onRun }: { schedule: ScheduleAnswer; onRun: Parts["onRun"] }) {
  return (
    <Button size="sm" aria-label={`Run now: ${schedule.key}`} onClick={() => onRun(schedule)}>
      Run now
    </Button>
  );
}

function When({ at, now, timezone }: { at: string | null; now: string; timezone: string }) {
  return at === null ? "–" : <RelativeTime at={at} now={now} timezone={timezone} />;
}

function Missed({
  schedule: { missed, missedAt },
  timezone,
}: {
  schedule: ScheduleAnswer;
  timezone: string;
}) {
  if (missed === 0) return <span className="text-ink-faint">0</span>;
  const times = missedAt.map((at) => formatDateTime(at, timezone)).join(", ");
  const more = missed > missedAt.length ? ` and ${formatCount(missed - missedAt.length)} before` : "";
  return (
    <span title={`Due ${times}${more}`} className="font-medium text-warning-ink">
      {formatCount(missed)}
      <span className="sr-only">{`, due ${times}${more}`}</span>
    </span>
  );
}
