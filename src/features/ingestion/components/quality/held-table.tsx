"use client";

import { formatCount } from "#ui/figures/format.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import type { DataColumn } from "#ui/tables/data-column.ts";
import { DataTable, type DataTableProps } from "#ui/tables/data-table.tsx";
import type { HeldPage } from "../../held-list.ts";

type Held = HeldPage["data"][number];

export type HeldTableProps = Pick<DataTableProps<Held>, "status" | "error" | "footer"> & {
  page: HeldPage;
  now: Date;
  timezone: string;
};

/** Valid records that wait, for whom, and since when, the oldest first. */
export function HeldTable({ page, now, timezone, ...table }: HeldTableProps) {
  const ago = (at: string | null) =>
    at ? <RelativeTime at={at} now={now} timezone={timezone} /> : "not yet";
  const columns: DataColumn<Held>[] = [
    { id: "resource", header: "Records", cell: ({ resource }) => resource },
    { id: "id", header: "Id", cell: ({ recordId }) => <span className="font-mono text-sm">{recordId}</span> },
    { id: "missing", header: "Waits for", cell: (held) => missing(held) },
    { id: "since", header: "Since", cell: ({ heldAt }) => ago(heldAt) },
    {
      id: "tried",
      header: "Asked the source",
      hideBelow: "md",
      cell: ({ lastTriedAt }) => ago(lastTriedAt),
    },
  ];
  return (
    <div className="flex flex-col gap-2">
      <Summary page={page} now={now} timezone={timezone} />
      <DataTable
        {...table}
        caption="Held records"
        columns={columns}
        rows={page.data}
        rowId={({ resource, recordId }) => `${resource} ${recordId}`}
        rowLabel={({ resource, recordId }) => `${resource} ${recordId}`}
        sort={null}
        empty={
          <EmptyState title="No record waits">
            A session or call whose customer or tutor is not there yet waits here until they come.
          </EmptyState>
        }
        card={(held) => (
          <div className="flex items-baseline justify-between gap-3">
            <span>
              {held.resource} <span className="font-mono text-sm">{held.recordId}</span>
              <span className="block text-ink-muted text-sm">waits for {missing(held)}</span>
            </span>
            <span className="text-ink-muted text-sm">{ago(held.heldAt)}</span>
          </div>
        )}
      />
    </div>
  );
}

function Summary({ page: { total, summary }, now, timezone }: Omit<HeldTableProps, "status">) {
  if (total === 0) return null;
  const missingOnes = [
    counted(summary.missingCustomers, "customer"),
    counted(summary.missingTutors, "tutor"),
  ].filter((text) => text !== null);
  return (
    <p className="tabular">
      {formatCount(total)} {total === 1 ? "record waits" : "records wait"} for {missingOnes.join(" and ")}
      {summary.oldestAt ? (
        <>
          , the oldest since <RelativeTime at={summary.oldestAt} now={now} timezone={timezone} />
        </>
      ) : null}
      .
    </p>
  );
}

function counted(count: number, noun: string): string | null {
  return count === 0 ? null : `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function missing({ missingCustomerId, missingTutorId }: Held): string {
  const names = [
    missingCustomerId === null ? null : `customer ${missingCustomerId}`,
    missingTutorId === null ? null : `tutor ${missingTutorId}`,
  ].filter((name) => name !== null);
  return names.length === 0 ? "its release" : names.join(" and ");
}
