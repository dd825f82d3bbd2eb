"use client";

import type { ReactNode } from "react";
import { formatMoney } from "#ui/figures/format.ts";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import type { ErrorStateProps } from "#ui/primitives/error-state.tsx";
import { DataTable } from "#ui/tables/data-table.tsx";
import type { WorkItem } from "../schemas.ts";
import { ChannelButtons } from "./channel-buttons.tsx";
import { LastContact } from "./last-contact.tsx";
import { type QueueColumnContext, QueueName, queueColumns, WhatToDo } from "./queue-columns.tsx";

export type QueueTableProps = QueueColumnContext & {
  rows: readonly WorkItem[];
  status: "ready" | "loading" | "error";
  error?: ErrorStateProps;
  onOpen: (item: WorkItem) => void;
  /** Why nothing is here. */
  emptyText: string;
  footer?: ReactNode;
};

/** Customers to work on, from the most money at risk; cards on phones. */
export function QueueTable(props: QueueTableProps) {
  const { rows, status, error, onOpen, emptyText, footer } = props;
  return (
    <DataTable
      caption="Customers to work on"
      columns={queueColumns(props)}
      rows={rows}
      rowId={({ customerId }) => String(customerId)}
      rowLabel={({ name }) => name}
      status={status}
      {...(error ? { error } : {})}
      sort={null}
      onOpen={onOpen}
      card={(item) => <QueueCard {...props} item={item} />}
      empty={<EmptyState title="Nobody waits here">{emptyText}</EmptyState>}
      footer={footer}
    />
  );
}

function QueueCard({ item, now, timezone, act, ownerCell }: QueueTableProps & { item: WorkItem }) {
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-start justify-between gap-3">
        <QueueName item={item} />
        <span className="text-right">
          <span className="tabular font-semibold">{formatMoney(item.centsAtRisk)}</span>
          <span className="block text-ink-muted text-sm">at risk</span>
        </span>
      </div>
      <WhatToDo item={item} />
      <div className="flex flex-wrap justify-between gap-3 text-sm">
        <span>
          <span className="block text-ink-muted">Last contact</span>
          <LastContact contact={item.lastContact} now={now} timezone={timezone} />
        </span>
        {ownerCell(item)}
      </div>
      {act === null ? null : (
        <ChannelButtons
          item={item}
          onAct={act.onAct}
          isBusy={act.busyId === item.customerId}
          timezone={timezone}
        />
      )}
    </div>
  );
}
