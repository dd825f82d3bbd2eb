"use client";

import { formatExact } from "#ui/figures/dates.ts";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import type { DataColumn } from "#ui/tables/data-column.ts";
import { DataTable, type DataTableProps } from "#ui/tables/data-table.tsx";
import type { AuditEntry } from "../schemas.ts";

export type AuditTableProps = Pick<DataTableProps<AuditEntry>, "status" | "error" | "footer"> & {
  entries: readonly AuditEntry[];
  timezone: string;
};

/** `user.role_changed` as people say it: "User: role changed". */
export function actionText(action: string): string {
  const words = action.replaceAll("_", " ").replace(".", ": ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "from: viewer, to: admin" */
export function detailsText(details: AuditEntry["details"]): string {
  return Object.entries(details)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`)
    .join(", ");
}

const columns = (timezone: string): DataColumn<AuditEntry>[] => [
  { id: "at", header: "When", cell: (entry) => formatExact(entry.at, timezone) },
  { id: "actor", header: "Who", cell: (entry) => entry.actor },
  { id: "action", header: "What", cell: (entry) => actionText(entry.action) },
  {
    id: "entity",
    header: "On",
    hideBelow: "lg",
    cell: (entry) => (
      <span className="font-mono text-sm">{`${entry.entity} ${entry.entityId.slice(0, 8)}`}</span>
    ),
  },
  {
    id: "details",
    header: "Details",
    wrap: true,
    hideBelow: "md",
    cell: (entry) => <span className="text-ink-muted text-sm">{detailsText(entry.details)}</span>,
  },
];

export function AuditTable({ entries, timezone, ...table }: AuditTableProps) {
  return (
    <DataTable
      {...table}
      caption="Audit log"
      columns={columns(timezone)}
      rows={entries}
      rowId={(entry) => String(entry.id)}
      rowLabel={(entry) => actionText(entry.action)}
      sort={null}
      empty={
        <EmptyState title="Nothing yet">Every change and every look at personal data stands here.</EmptyState>
      }
      card={(entry) => (
        <div className="flex flex-col gap-0.5">
          <span className="font-medium">{actionText(entry.action)}</span>
          <span className="text-ink-muted text-sm">
            {entry.actor} · {formatExact(entry.at, timezone)}
          </span>
          <span className="text-ink-muted text-sm">{detailsText(entry.details)}</span>
        </div>
      )}
    />
  );
}
