"use client";

import { formatDateTime } from "#ui/figures/dates.ts";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { DataColumn } from "#ui/tables/data-column.ts";
import { DataTable, type DataTableProps } from "#ui/tables/data-table.tsx";
import type { Mail } from "../api.ts";
import { mailStateLook } from "./mail-states.ts";

export type OutboxTableProps = Pick<DataTableProps<Mail>, "status" | "error" | "footer" | "onOpen"> & {
  mails: readonly Mail[];
  timezone: string;
};

/** The subject, or the kind of mail until a worker has written it. */
export function subjectOf(mail: Mail): string {
  return mail.subject ?? mail.template.replaceAll("-", " ");
}

const columns = (timezone: string): DataColumn<Mail>[] => [
  { id: "to", header: "To", cell: (mail) => mail.recipient },
  { id: "subject", header: "Subject", wrap: true, cell: subjectOf },
  {
    id: "state",
    header: "State",
    cell: (mail) => <StatusBadge {...mailStateLook[mail.state]} variant="plain" />,
  },
  {
    id: "made",
    header: "Written",
    hideBelow: "md",
    cell: (mail) => formatDateTime(mail.createdAt, timezone),
  },
  {
    id: "error",
    header: "Last fault",
    wrap: true,
    hideBelow: "lg",
    cell: (mail) => <span className="text-ink-muted text-sm">{mail.lastError ?? ""}</span>,
  },
];

export function OutboxTable({ mails, timezone, ...table }: OutboxTableProps) {
  return (
    <DataTable
      {...table}
      caption="Outbox"
      columns={columns(timezone)}
      rows={mails}
      rowId={(mail) => String(mail.id)}
      rowLabel={(mail) => `${subjectOf(mail)} to ${mail.recipient}`}
      sort={null}
      skeletonRows={3}
      empty={
        <EmptyState title="No mail yet">
          Invitations and links for new passwords appear here first.
        </EmptyState>
      }
      card={(mail) => (
        <div className="flex flex-col gap-0.5">
          <span className="flex justify-between gap-3">
            <span className="truncate font-medium">{subjectOf(mail)}</span>
            <StatusBadge {...mailStateLook[mail.state]} variant="plain" />
          </span>
          <span className="truncate text-ink-muted text-sm">{mail.recipient}</span>
        </div>
      )}
    />
  );
}
