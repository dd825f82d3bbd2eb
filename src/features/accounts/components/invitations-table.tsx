"use client";

import { formatDateTime } from "#ui/figures/dates.ts";
import { Button } from "#ui/primitives/button.tsx";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { Status } from "#ui/status.ts";
import type { DataColumn } from "#ui/tables/data-column.ts";
import { DataTable, type DataTableProps } from "#ui/tables/data-table.tsx";
import type { Invitation } from "../schemas.ts";
import { roleWord } from "./role-words.ts";

export type InvitationsTableProps = Pick<DataTableProps<Invitation>, "status" | "error" | "footer"> & {
  invitations: readonly Invitation[];
  timezone: string;
  onResend: (invitation: Invitation) => void;
  onRevoke: (invitation: Invitation) => void;
};

const states: Record<Invitation["state"], { status: Status; word: string }> = {
  open: { status: "info", word: "Open" },
  expired: { status: "warning", word: "Expired" },
  accepted: { status: "good", word: "Accepted" },
  revoked: { status: "neutral", word: "Withdrawn" },
};

type Actions = Pick<InvitationsTableProps, "onResend" | "onRevoke">;

function InvitationActions({ invitation, onResend, onRevoke }: Actions & { invitation: Invitation }) {
  if (invitation.state !== "open" && invitation.state !== "expired") return null;
  return (
    <span className="flex justify-end gap-1.5">
      <Button size="sm" onClick={() => onResend(invitation)}>
        Send again
      </Button>
      <Button size="sm" onClick={() => onRevoke(invitation)}>
        Withdraw
      </Button>
    </span>
  );
}

const columns = (timezone: string, actions: Actions): DataColumn<Invitation>[] => [
  { id: "email", header: "E-mail address", cell: (row) => row.email },
  { id: "role", header: "Role", cell: (row) => roleWord[row.role] },
  { id: "state", header: "State", cell: (row) => <StatusBadge {...states[row.state]} variant="plain" /> },
  { id: "by", header: "Invited by", hideBelow: "lg", cell: (row) => row.invitedBy ?? "–" },
  { id: "sent", header: "Sent", hideBelow: "lg", cell: (row) => formatDateTime(row.sentAt, timezone) },
  {
    id: "until",
    header: "Works until",
    hideBelow: "md",
    cell: (row) => formatDateTime(row.expiresAt, timezone),
  },
  {
    id: "actions",
    header: "",
    align: "end",
    cell: (row) => <InvitationActions invitation={row} {...actions} />,
  },
];

export function InvitationsTable({
  invitations,
  timezone,
  onResend,
  onRevoke,
  ...table
}: InvitationsTableProps) {
  const actions = { onResend, onRevoke };
  return (
    <DataTable
      {...table}
      caption="Invitations"
      columns={columns(timezone, actions)}
      rows={invitations}
      rowId={(row) => String(row.id)}
      rowLabel={(row) => row.email}
      sort={null}
      skeletonRows={2}
      empty={
        <EmptyState title="No invitations">Whoever you invite stands here until the link is used.</EmptyState>
      }
      card={(row) => (
        <div className="flex flex-col gap-2">
          <span className="flex justify-between gap-3">
            <span className="truncate font-medium">{row.email}</span>
            <StatusBadge {...states[row.state]} variant="plain" />
          </span>
          <InvitationActions invitation={row} {...actions} />
        </div>
      )}
    />
  );
}
