"use client";

import { formatDateTime } from "#ui/figures/dates.ts";
import { formatCount, formatDuration } from "#ui/figures/format.ts";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { DataColumn } from "#ui/tables/data-column.ts";
import { DataTable, type DataTableProps } from "#ui/tables/data-table.tsx";
import type { ReconciliationSummary } from "../../reconcile/read-reports.ts";
import { resourceWords, stateLook, triggerWords } from "./words.ts";

export type ReportHistoryProps = Pick<
  DataTableProps<ReconciliationSummary>,
  "status" | "error" | "footer" | "onOpen"
> & { reports: readonly ReconciliationSummary[]; timezone: string };

/** How long it took; null while it runs. */
export function secondsOf({ startedAt, finishedAt }: ReconciliationSummary): number | null {
  return finishedAt === null ? null : Math.max(0, (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000);
}

const figure = (
  id: string,
  header: string,
  of: (report: ReconciliationSummary) => number,
): DataColumn<ReconciliationSummary> => ({
  id,
  header,
  align: "end",
  hideBelow: "lg",
  cell: (report) => formatCount(of(report)),
});

const columns = (timezone: string): DataColumn<ReconciliationSummary>[] => [
  { id: "started", header: "Started", cell: (report) => formatDateTime(report.startedAt, timezone) },
  { id: "records", header: "Records", cell: (report) => resourceWords[report.resource] },
  {
    id: "state",
    header: "State",
    cell: (report) => <StatusBadge {...stateLook(report)} variant="plain" />,
  },
  figure("source", "Source", (report) => report.source),
  figure("stored", "Stored", (report) => report.stored),
  figure("missing", "Missing", (report) => report.missing),
  figure("extra", "Extra", (report) => report.extra),
  figure("mended", "Mended", (report) => report.mended),
  { id: "trigger", header: "Begun", hideBelow: "md", cell: (report) => triggerWords[report.trigger] },
  {
    id: "took",
    header: "Took",
    align: "end",
    hideBelow: "md",
    cell: (report) => formatDuration(secondsOf(report)),
  },
];

/** Every comparison, newest first. */
export function ReportHistory({ reports, timezone, ...table }: ReportHistoryProps) {
  return (
    <DataTable
      {...table}
      caption="Earlier reconciliations"
      columns={columns(timezone)}
      rows={reports}
      rowId={(report) => String(report.id)}
      rowLabel={(report) =>
        `${resourceWords[report.resource]}, ${formatDateTime(report.startedAt, timezone)}`
      }
      sort={null}
      skeletonRows={4}
      empty={
        <EmptyState title="No report yet">
          Each night at 02:30 our records are compared with the source, and the report stands here.
        </EmptyState>
      }
      card={(report) => (
        <div className="flex flex-col gap-0.5">
          <span className="flex justify-between gap-3">
            <span className="font-medium">{resourceWords[report.resource]}</span>
            <StatusBadge {...stateLook(report)} variant="plain" />
          </span>
          <span className="text-ink-muted text-sm">{formatDateTime(report.startedAt, timezone)}</span>
        </div>
      )}
    />
  );
}
