import type { Metadata } from "next";
import { listMails } from "#features/notifications/outbox-list.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { requireViewer } from "../../../viewer.ts";
import { OutboxView } from "./outbox-view.tsx";

export const metadata: Metadata = { title: "Outbox" };

export default async function OutboxPage() {
  const viewer = await requireViewer("admin");
  const mails = await listMails(webRuntime().db, viewer, { limit: 50 });
  return (
    <PageFrame>
      <OutboxView mails={mails} timezone={viewer.timezone} />
    </PageFrame>
  );
}
