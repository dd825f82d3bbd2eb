"use client";

import { AuditTable } from "#features/accounts/components/audit-table.tsx";
import type { AuditEntry } from "#features/accounts/schemas.ts";
import { Pagination } from "#ui/primitives/pagination.tsx";
import { apiClient, readAnswer } from "../../../api-client.ts";
import { pageSize, useCursorPages } from "../use-cursor-pages.ts";

export type AuditViewProps = {
  entries: { data: AuditEntry[]; nextCursor: string | null; total: number };
  action: string | undefined;
  timezone: string;
};

export function AuditView({ entries, action, timezone }: AuditViewProps) {
  const { page, pagination, table } = useCursorPages({
    key: ["audit", action ?? "all"],
    initial: entries,
    read: (cursor) =>
      readAnswer(
        apiClient.audit.$get({
          query: { limit: String(pageSize), ...(action ? { action } : {}), ...(cursor ? { cursor } : {}) },
        }),
      ),
  });
  return (
    <AuditTable {...table} entries={page.data} timezone={timezone} footer={<Pagination {...pagination} />} />
  );
}
