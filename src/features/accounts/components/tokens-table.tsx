"use client";

import { formatDate, formatDateTime } from "#ui/figures/dates.ts";
import { Button } from "#ui/primitives/button.tsx";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { DataColumn } from "#ui/tables/data-column.ts";
import { DataTable, type DataTableProps } from "#ui/tables/data-table.tsx";
import type { ApiToken } from "../schemas.ts";
import { roleWord } from "./role-words.ts";

export type TokensTableProps = Pick<DataTableProps<ApiToken>, "status" | "error" | "footer"> & {
  tokens: readonly ApiToken[];
  timezone: string;
  /** The instant against which ends are measured. */
  now: string;
  onRevoke: (token: ApiToken) => void;
};

function TokenState({ token, now }: { token: ApiToken; now: string }) {
  if (token.revokedAt) return <StatusBadge status="neutral" word="Revoked" variant="plain" />;
  if (token.expiresAt <= now) return <StatusBadge status="warning" word="Ended" variant="plain" />;
  return <StatusBadge status="good" word="Works" variant="plain" />;
}

function TokenName({ token }: { token: ApiToken }) {
  return (
    <span className="flex flex-col py-1.5">
      <span className="font-medium">{token.name}</span>
      <span className="font-mono text-ink-muted text-sm">{token.prefix}…</span>
    </span>
  );
}

function Revoke({ token, now, onRevoke }: { token: ApiToken } & Pick<TokensTableProps, "now" | "onRevoke">) {
  if (token.revokedAt || token.expiresAt <= now) return null;
  return (
    <Button size="sm" variant="danger" onClick={() => onRevoke(token)}>
      Revoke
    </Button>
  );
}

type Look = Pick<TokensTableProps, "timezone" | "now" | "onRevoke">;

const columns = ({ timezone, now, onRevoke }: Look): DataColumn<ApiToken>[] => [
  { id: "name", header: "Name", cell: (token) => <TokenName token={token} /> },
  { id: "role", header: "Role", cell: (token) => roleWord[token.role] },
  { id: "state", header: "State", cell: (token) => <TokenState token={token} now={now} /> },
  { id: "by", header: "Made by", hideBelow: "lg", cell: (token) => token.createdBy ?? "Command line" },
  {
    id: "used",
    header: "Last used",
    hideBelow: "md",
    cell: (token) => (token.lastUsedAt ? formatDateTime(token.lastUsedAt, timezone) : "Never"),
  },
  { id: "ends", header: "Ends", hideBelow: "md", cell: (token) => formatDate(token.expiresAt, timezone) },
  {
    id: "actions",
    header: "",
    align: "end",
    cell: (token) => <Revoke token={token} now={now} onRevoke={onRevoke} />,
  },
];

export function TokensTable({ tokens, timezone, now, onRevoke, ...table }: TokensTableProps) {
  return (
    <DataTable
      {...table}
      caption="API tokens"
      columns={columns({ timezone, now, onRevoke })}
      rows={tokens}
      rowId={(token) => String(token.id)}
      rowLabel={(token) => token.name}
      sort={null}
      skeletonRows={3}
      empty={
        <EmptyState title="No API tokens">
          A program signs in with a token: Authorization: Bearer TOKEN. Make one for each program.
        </EmptyState>
      }
      card={(token) => (
        <div className="flex items-center justify-between gap-3">
          <TokenName token={token} />
          <span className="flex flex-col items-end gap-2">
            <TokenState token={token} now={now} />
            <Revoke token={token} now={now} onRevoke={onRevoke} />
          </span>
        </div>
      )}
    />
  );
}
