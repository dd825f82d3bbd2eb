"use client";

import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { DataColumn } from "#ui/tables/data-column.ts";
import { DataTable, type DataTableProps } from "#ui/tables/data-table.tsx";
import type { Job } from "../schemas.ts";
import { inputText, jobStateLook } from "./job-words.ts";

export type JobsTableProps = Pick<
  DataTableProps<Job>,
  "status" | "error" | "footer" | "onOpen" | "selection"
> & {
  jobs: readonly Job[];
  now: string;
  timezone: string;
  /** Whether a filter is set: then nothing found means something else. */
  isFiltered: boolean;
};

type Clock = { now: string; timezone: string };

const columns = (clock: Clock): DataColumn<Job>[] => [
  {
    id: "state",
    header: "State",
    cell: (job) => <StatusBadge {...jobStateLook[job.state]} variant="plain" />,
  },
  { id: "job", header: "Job", wrap: true, cell: (job) => <JobName job={job} /> },
  {
    id: "input",
    header: "Input",
    wrap: true,
    hideBelow: "xl",
    cell: (job) => (
      <span className="wrap-anywhere line-clamp-3 font-mono text-ink-muted text-xs">
        {inputText(job.input)}
      </span>
    ),
  },
  { id: "error", header: "Error or progress", wrap: true, cell: (job) => <WhatHappened job={job} /> },
  { id: "tries", header: "Tries", align: "end", hideBelow: "lg", cell: triesText },
  {
    id: "due",
    header: "Next",
    hideBelow: "lg",
    cell: (job) => <Next job={job} {...clock} />,
  },
  { id: "at", header: "Last", hideBelow: "md", cell: (job) => <RelativeTime at={job.at} {...clock} /> },
];

/** Jobs, those that need somebody first. */
export function JobsTable({ jobs, now, timezone, isFiltered, ...table }: JobsTableProps) {
  const clock = { now, timezone };
  return (
    <DataTable
      {...table}
      caption="Jobs"
      columns={columns(clock)}
      rows={jobs}
      rowId={(job) => job.id}
      rowLabel={(job) => `${jobStateLook[job.state].word} ${job.job} ${job.id}`}
      sort={null}
      skeletonRows={8}
      empty={<NoJobs isFiltered={isFiltered} />}
      card={(job) => (
        <div className="flex min-w-0 flex-col gap-1">
          <span className="flex items-start justify-between gap-3">
            <JobName job={job} />
            <StatusBadge {...jobStateLook[job.state]} variant="plain" />
          </span>
          <WhatHappened job={job} />
          <span className="text-ink-muted text-sm">
            {job.dueAt === null ? null : (
              <>
                Next <Next job={job} {...clock} />
                {" · "}
              </>
            )}
            Last <RelativeTime at={job.at} {...clock} />
          </span>
        </div>
      )}
    />
  );
}

/** A time that has passed says only that the next worker with a free hand takes it. */
function Next({ job: { dueAt }, now, timezone }: { job: Job } & Clock) {
  if (dueAt === null) return null;
  return Date.parse(dueAt) <= Date.parse(now) ? (
    "now"
  ) : (
    <RelativeTime at={dueAt} now={now} timezone={timezone} />
  );
}

function JobName({ job }: { job: Job }) {
  return (
    <span className="flex min-w-0 flex-col">
      <span className="font-medium">{job.job}</span>
      {job.schedule === null ? null : <span className="text-ink-muted text-sm">{job.schedule}</span>}
    </span>
  );
}

function WhatHappened({ job }: { job: Job }) {
  if (job.error !== null) {
    const tone = job.state === "dead" ? "text-critical-ink" : "text-ink-muted";
    const before = job.state === "dead" || job.state === "failed" ? "" : "The try before: ";
    return <span className={`wrap-anywhere line-clamp-2 text-sm ${tone}`}>{`${before}${job.error}`}</span>;
  }
  const progress = inputText(job.progress);
  return progress === "" ? null : <span className="font-mono text-ink-muted text-xs">{progress}</span>;
}

function triesText({ tries, mostTries, times }: Job): string {
  return times > 1 ? `${tries} of ${mostTries}, ${times} times` : `${tries} of ${mostTries}`;
}

function NoJobs({ isFiltered }: { isFiltered: boolean }) {
  return isFiltered ? (
    <EmptyState title="No job under this filter">
      Choose another state, or take the search away. What is shown has no personal data in it, so an address
      finds nothing.
    </EmptyState>
  ) : (
    <EmptyState title="The queue is empty">
      Jobs appear here as soon as a worker has set up its schedules.
    </EmptyState>
  );
}
