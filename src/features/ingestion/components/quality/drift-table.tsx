"use client";

import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { Button } from "#ui/primitives/button.tsx";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { DataColumn } from "#ui/tables/data-column.ts";
import { DataTable } from "#ui/tables/data-table.tsx";
import type { Drift } from "../../quality-api.ts";

export type DriftTableProps = {
  fields: readonly Drift[];
  now: Date;
  timezone: string;
  /** Only for those who may. */
  onAcknowledge?: (field: Drift) => void;
};

/** Fields that a source sends and the contract does not know, new ones first. */
export function DriftTable({ fields, now, timezone, onAcknowledge }: DriftTableProps) {
  const ago = (at: string) => <RelativeTime at={at} now={now} timezone={timezone} />;
  const state = (field: Drift) =>
    field.acknowledgedAt === null ? (
      <span className="inline-flex items-center gap-2">
        <StatusBadge status="warning" word="New" variant="plain" />
        {onAcknowledge ? (
          <Button
            size="sm"
            aria-label={`Acknowledge ${field.field} of ${field.resource}`}
            onClick={() => onAcknowledge(field)}
          >
            Acknowledge
          </Button>
        ) : null}
      </span>
    ) : (
      <span className="text-ink-muted">
        Acknowledged by {field.acknowledgedBy}, {ago(field.acknowledgedAt)}
      </span>
    );
  const columns: DataColumn<Drift>[] = [
    { id: "resource", header: "Records", cell: ({ resource }) => resource },
    { id: "field", header: "Field", cell: ({ field }) => <span className="font-mono text-sm">{field}</span> },
    { id: "first", header: "First seen", cell: ({ firstSeenAt }) => ago(firstSeenAt) },
    { id: "last", header: "Last seen", cell: ({ lastSeenAt }) => ago(lastSeenAt) },
    { id: "state", header: "State", cell: state },
  ];
  return (
    <DataTable
      caption="Fields that the contract does not know"
      columns={columns}
      rows={fields}
      rowId={({ resource, field }) => `${resource} ${field}`}
      rowLabel={({ resource, field }) => `${field} of ${resource}`}
      sort={null}
      empty={
        <EmptyState title="No new fields">
          A field that a source begins to send is listed here, and is not read.
        </EmptyState>
      }
      card={(field) => (
        <div className="flex flex-col items-start gap-1">
          <span>
            {field.resource} <span className="font-mono text-sm">{field.field}</span>
          </span>
          <span className="text-ink-muted text-sm">
            First seen {ago(field.firstSeenAt)}, last {ago(field.lastSeenAt)}
          </span>
          {state(field)}
        </div>
      )}
    />
  );
}
