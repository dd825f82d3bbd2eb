"use client";

import { useState } from "react";
import type { Mail } from "#features/notifications/api.ts";
import { OutboxTable } from "#features/notifications/components/outbox-table.tsx";
import { Callout } from "#ui/primitives/callout.tsx";
import { Pagination } from "#ui/primitives/pagination.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";
import { apiClient, readAnswer } from "../../../api-client.ts";
import { pageSize, useCursorPages } from "../use-cursor-pages.ts";
import { MailSheet } from "./mail-sheet.tsx";

export type OutboxViewProps = {
  mails: { data: Mail[]; nextCursor: string | null; total: number; sending: boolean };
  timezone: string;
};

export function OutboxView({ mails, timezone }: OutboxViewProps) {
  const [open, setOpen] = useState<Mail | null>(null);
  const { page, pagination, table } = useCursorPages({
    key: ["outbox"],
    initial: mails,
    read: (cursor) =>
      readAnswer(
        apiClient.outbox.$get({ query: { limit: String(pageSize), ...(cursor ? { cursor } : {}) } }),
      ),
  });
  return (
    <>
      <PageHeader title="Outbox" description="Every mail that was written, and what became of it." />
      {page.sending ? null : (
        <Callout status="info" title="Mail stays here">
          No mail server is set up, so mails are read here. To send them, set SMTP_URL and start again.
        </Callout>
      )}
      <OutboxTable
        {...table}
        mails={page.data}
        timezone={timezone}
        onOpen={setOpen}
        footer={page.total > pageSize ? <Pagination {...pagination} /> : undefined}
      />
      <MailSheet mail={open} sending={page.sending} onClose={() => setOpen(null)} />
    </>
  );
}
