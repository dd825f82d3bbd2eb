"use client";

import Link from "next/link";
import { formatCount, formatDuration } from "#ui/figures/format.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import type { DataColumn } from "#ui/tables/data-column.ts";
import { DataTable, type DataTableProps } from "#ui/tables/data-table.tsx";
import type { KindsAnswer } from "../schemas.ts";
import { formatMilliseconds, secondsSince } from "./job-words.ts";

type Kind = KindsAnswer["data"][number];

export type KindsTableProps = Pick<DataTableProps<Kind>, "status" | "error"> & {
  kinds: readonly Kind[];
  now: string;
  timezone: string;
};

const columns = (clock: { now: string; timezone: string }): DataColumn<Kind>[] => [
  { id: "job", header: "Job", cell: (kind) => <KindLink kind={kind} /> },
  {
    id: "unfinished",
    header: "In hand",
    align: "end",
    cell: ({ counts }) => formatCount(counts.waiting + counts.active),
  },
  {
    id: "failed",
    header: "Failed",
    align: "end",
    cell: ({ counts }) => <Bad count={counts.failed} tone="text-warning-ink" />,
  },
  {
    id: "dead",
    header: "Dead",
    align: "end",
    cell: ({ counts }) => <Bad count={counts.dead} tone="text-critical-ink" />,
  },
  {
    id: "hour",
    header: "Last hour",
    align: "end",
    cell: (kind) => <Rate ran={kind.ranHour} failed={kind.failedHour} />,
  },
  {
    id: "day",
    header: "Last day",
    align: "end",
    hideBelow: "md",
    cell: (kind) => <Rate ran={kind.ranDay} failed={kind.failedDay} brokeOff={kind.brokeOffDay} />,
  },
  {
    id: "median",
    header: "Median",
    align: "end",
    hideBelow: "lg",
    cell: ({ medianMs }) => formatMilliseconds(medianMs),
  },
  {
    id: "p95",
    header: "95 % below",
    align: "end",
    hideBelow: "lg",
    cell: ({ p95Ms }) => formatMilliseconds(p95Ms),
  },
  {
    id: "lag",
    header: "Oldest waits",
    align: "end",
    cell: ({ oldestDueAt }) => formatDuration(secondsSince(oldestDueAt, clock.now)),
  },
  {
    id: "next",
    header: "Next run",
    hideBelow: "xl",
    cell: ({ nextRunAt }) => (nextRunAt === null ? "–" : <RelativeTime at={nextRunAt} {...clock} />),
  },
];

/** Each kind of job: how much of it there is, how it goes, how long it takes. */
export function KindsTable({ kinds, now, timezone, ...table }: KindsTableProps) {
  return (
    <DataTable
      {...table}
      caption="Kinds of jobs"
      columns={columns({ now, timezone })}
      rows={kinds}
      rowId={({ job }) => job}
      rowLabel={({ job }) => job}
      sort={null}
      empty={<EmptyState title="Nothing has run yet">Kinds of jobs appear with their first run.</EmptyState>}
      card={(kind) => (
        <div className="flex flex-col gap-1 text-sm">
          <span className="flex items-baseline justify-between gap-3">
            <KindLink kind={kind} />
            <span className="text-ink-muted">
              <Rate ran={kind.ranHour} failed={kind.failedHour} /> in the last hour
            </span>
          </span>
          <span className="text-ink-muted">
            {`Dead ${formatCount(kind.counts.dead)} · failed ${formatCount(kind.counts.failed)} · median ${formatMilliseconds(kind.medianMs)} · 95 % below ${formatMilliseconds(kind.p95Ms)}`}
          </span>
        </div>
      )}
    />
  );
}

function KindLink({ kind: { job } }: { kind: Kind }) {
  return (
    <Link
      prefetch={false}
      href={`/data/jobs?job=${encodeURIComponent(job)}`}
      className="font-medium text-accent-ink hover:underline"
    >
      {job}
    </Link>
  );
}

function Bad({ count, tone }: { count: number; tone: string }) {
  return <span className={count > 0 ? `font-medium ${tone}` : "text-ink-faint"}>{formatCount(count)}</span>;
}

function Rate({ ran, failed, brokeOff = 0 }: { ran: number; failed: number; brokeOff?: number }) {
  return (
    <span>
      {formatCount(ran)}
      {failed > 0 ? <span className="text-critical-ink">{`, ${formatCount(failed)} failed`}</span> : null}
      {brokeOff > 0 ? (
        <span className="text-warning-ink">{`, ${formatCount(brokeOff)} broke off`}</span>
      ) : null}
    </span>
  );
}
