"use client";

import { Sparkline } from "#ui/charts/sparkline.tsx";
import { formatCount, formatPercent } from "#ui/figures/format.ts";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import type { DataColumn } from "#ui/tables/data-column.ts";
import { DataTable } from "#ui/tables/data-table.tsx";
import type { DataQuality } from "../../quality-api.ts";
import { capitalised } from "../sources/resource-words.ts";
import { formatCalendarDay } from "./calendar-day.ts";
import { VerdictBadge } from "./verdict-badge.tsx";

export type ResourceQuality = DataQuality["resources"][number];

export type QualityTableProps = {
  resources: readonly ResourceQuality[];
  onOpen: (resource: ResourceQuality) => void;
};

const columns: DataColumn<ResourceQuality>[] = [
  {
    id: "resource",
    header: "Records",
    cell: ({ resource }) => <span className="font-medium">{capitalised(resource)}</span>,
  },
  { id: "today", header: "Rejected today", cell: ({ days }) => <Today days={days} /> },
  { id: "total", header: "In 30 days", cell: ({ total }) => <VerdictBadge {...total} /> },
  { id: "line", header: "By day", hideBelow: "md", cell: (row) => <ShareLine row={row} /> },
  {
    id: "worst",
    header: "Worst day",
    hideBelow: "lg",
    cell: ({ worstDay }) => (worstDay === null ? "–" : formatCalendarDay(worstDay)),
  },
  { id: "new", header: "New", align: "end", cell: ({ total }) => formatCount(total.verdict.newRecords) },
  {
    id: "quarantined",
    header: "Rejected",
    align: "end",
    cell: ({ total }) => formatCount(total.measures.quarantined),
  },
  {
    id: "orphaned",
    header: "Orphaned",
    align: "end",
    hideBelow: "lg",
    cell: ({ total }) => formatCount(total.measures.orphaned),
  },
  {
    id: "late",
    header: "Late",
    align: "end",
    hideBelow: "lg",
    cell: ({ total }) => formatCount(total.measures.late),
  },
  {
    id: "drifted",
    header: "New fields",
    align: "end",
    hideBelow: "lg",
    cell: ({ total }) => formatCount(total.measures.drifted),
  },
];

/** What came of each resource's records on the last thirty days. */
export function QualityTable({ resources, onOpen }: QualityTableProps) {
  return (
    <DataTable
      caption="Quality by resource"
      columns={columns}
      rows={resources}
      rowId={({ resource }) => resource}
      rowLabel={({ resource }) => resource}
      sort={null}
      onOpen={onOpen}
      empty={<EmptyState title="Nothing was read yet">Measures appear with the first poll.</EmptyState>}
      card={(row) => (
        <div className="flex flex-col gap-1">
          <span className="flex items-center justify-between gap-3">
            <span className="font-medium">{capitalised(row.resource)}</span>
            <ShareLine row={row} />
          </span>
          <span className="text-sm">
            Today <Today days={row.days} />
          </span>
          <span className="text-sm">
            30 days <VerdictBadge {...row.total} />
          </span>
          <span className="tabular text-ink-muted text-sm">
            {formatCount(row.total.verdict.newRecords)} new, {formatCount(row.total.measures.quarantined)}{" "}
            rejected, {formatCount(row.total.measures.orphaned)} orphaned
          </span>
        </div>
      )}
    />
  );
}

function Today({ days }: Pick<ResourceQuality, "days">) {
  const today = days.at(-1);
  return today === undefined ? <>–</> : <VerdictBadge {...today} />;
}

function ShareLine({ row: { resource, days } }: { row: ResourceQuality }) {
  return (
    <Sparkline
      label={`Share of ${resource} that were rejected, by day`}
      points={days.map(({ day, verdict }) => ({
        label: formatCalendarDay(day),
        value: verdict.rejectedShare,
        text: verdict.rejectedShare === null ? "nothing new" : formatPercent(verdict.rejectedShare),
      }))}
    />
  );
}
