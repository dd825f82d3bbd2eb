"use client";

import { formatCount } from "#ui/figures/format.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { DataColumn } from "#ui/tables/data-column.ts";
import { DataTable, type DataTableProps } from "#ui/tables/data-table.tsx";
import type { Quarantined } from "../../quarantine/schemas.ts";
import { FaultList } from "./fault-list.tsx";
import { lookOfAction } from "./outcome-words.ts";

export type QuarantineTableProps = Pick<
  DataTableProps<Quarantined>,
  "status" | "error" | "footer" | "onOpen" | "selection"
> & {
  records: readonly Quarantined[];
  state: Quarantined["state"];
  isFiltered: boolean;
  now: Date;
  timezone: string;
};

/** A key that is a hash says only that the record has no id that can be read. */
export function nameOf({ resource, key }: Pick<Quarantined, "resource" | "key">): string {
  return `${resource} ${key.startsWith("sha256:") ? "without an id" : key}`;
}

function Key({ record: { key } }: { record: Quarantined }) {
  if (key.startsWith("sha256:")) return <span className="text-ink-muted">No id</span>;
  return <span className="font-mono text-sm">{key}</span>;
}

const columns = (now: Date, timezone: string): DataColumn<Quarantined>[] => [
  { id: "resource", header: "Records", cell: ({ resource }) => resource },
  { id: "key", header: "Id", cell: (record) => <Key record={record} /> },
  {
    id: "faults",
    header: "What is wrong",
    wrap: true,
    cell: ({ faults, lastAction }) => (
      <div className="flex flex-col items-start gap-1">
        <FaultList faults={faults} most={2} />
        {lastAction ? <StatusBadge {...lookOfAction(lastAction)} variant="plain" /> : null}
      </div>
    ),
  },
  { id: "seen", header: "Seen", align: "end", cell: ({ seenCount }) => `${formatCount(seenCount)}×` },
  {
    id: "first",
    header: "First seen",
    hideBelow: "lg",
    cell: ({ firstSeenAt }) => <RelativeTime at={firstSeenAt} now={now} timezone={timezone} />,
  },
  {
    id: "last",
    header: "Last seen",
    hideBelow: "md",
    cell: ({ lastSeenAt }) => <RelativeTime at={lastSeenAt} now={now} timezone={timezone} />,
  },
  { id: "origin", header: "Origin", hideBelow: "lg", cell: ({ origin }) => origin },
];

/** Records that could not be taken, with what is wrong in words; never with what they hold. */
export function QuarantineTable(props: QuarantineTableProps) {
  const { records, state, isFiltered, now, timezone, ...table } = props;
  return (
    <DataTable
      {...table}
      caption="Records in quarantine"
      columns={columns(now, timezone)}
      rows={records}
      rowId={({ id }) => String(id)}
      rowLabel={nameOf}
      sort={null}
      empty={<Empty state={state} isFiltered={isFiltered} />}
      card={(record) => (
        <div className="flex flex-col gap-1">
          <span className="flex items-baseline justify-between gap-3">
            <span className="font-medium">{nameOf(record)}</span>
            <span className="text-ink-muted text-sm">
              <RelativeTime at={record.lastSeenAt} now={now} timezone={timezone} />
            </span>
          </span>
          <FaultList faults={record.faults} most={2} />
          {record.lastAction ? <StatusBadge {...lookOfAction(record.lastAction)} variant="plain" /> : null}
        </div>
      )}
    />
  );
}

function Empty({ state, isFiltered }: Pick<QuarantineTableProps, "state" | "isFiltered">) {
  if (isFiltered) return <EmptyState title="No record is like that">Choose fewer filters.</EmptyState>;
  if (state === "open") {
    return (
      <EmptyState title="Nothing is in quarantine.">
        A record that breaks the source's contract comes here, and leaves when a later version of it is valid.
      </EmptyState>
    );
  }
  return (
    <EmptyState title={state === "resolved" ? "Nothing was resolved yet" : "Nothing was discarded"}>
      Records that left quarantine are shown here for 180 days.
    </EmptyState>
  );
}
