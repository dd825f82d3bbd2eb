"use client";

import { formatDateTime } from "#ui/figures/dates.ts";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { DataColumn } from "#ui/tables/data-column.ts";
import { DataTable, type DataTableProps } from "#ui/tables/data-table.tsx";
import type { User } from "../schemas.ts";
import { roleWord } from "./role-words.ts";

export type UsersTableProps = Pick<DataTableProps<User>, "status" | "error" | "footer" | "onOpen"> & {
  users: readonly User[];
  timezone: string;
};

/** "all", or how many customers and subjects. */
export function limitsText({
  customerIds,
  subjectCodes,
}: Pick<User, "customerIds" | "subjectCodes">): string {
  const parts = [
    customerIds.length > 0 ? `${customerIds.length} customer${customerIds.length === 1 ? "" : "s"}` : null,
    subjectCodes.length > 0 ? `${subjectCodes.length} subject${subjectCodes.length === 1 ? "" : "s"}` : null,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(", ") : "All";
}

function UserName({ user }: { user: User }) {
  return (
    <span className="flex flex-col py-1.5">
      <span className="font-medium">{user.name}</span>
      <span className="text-ink-muted text-sm">{user.email}</span>
    </span>
  );
}

function AccessBadge({ user }: { user: User }) {
  return user.disabledAt ? (
    <StatusBadge status="neutral" word="Disabled" variant="plain" />
  ) : (
    <StatusBadge status="good" word="Can sign in" variant="plain" />
  );
}

const columns = (timezone: string): DataColumn<User>[] => [
  { id: "name", header: "Name", cell: (user) => <UserName user={user} /> },
  { id: "role", header: "Role", cell: (user) => roleWord[user.role] },
  { id: "access", header: "Access", cell: (user) => <AccessBadge user={user} /> },
  { id: "limits", header: "Sees", hideBelow: "lg", cell: limitsText },
  {
    id: "lastSignIn",
    header: "Last sign-in",
    hideBelow: "md",
    cell: (user) => (user.lastSignInAt ? formatDateTime(user.lastSignInAt, timezone) : "–"),
  },
];

export function UsersTable({ users, timezone, ...table }: UsersTableProps) {
  return (
    <DataTable
      {...table}
      caption="Users"
      columns={columns(timezone)}
      rows={users}
      rowId={(user) => user.id}
      rowLabel={(user) => user.name}
      sort={null}
      skeletonRows={3}
      empty={<EmptyState title="Nobody yet">Invite somebody; they choose a password by the link.</EmptyState>}
      card={(user) => (
        <div className="flex items-center justify-between gap-3">
          <UserName user={user} />
          <span className="flex flex-col items-end gap-1 text-sm">
            {roleWord[user.role]}
            <AccessBadge user={user} />
          </span>
        </div>
      )}
    />
  );
}
