import type { Metadata } from "next";
import { asViewer } from "#db/transaction.ts";
import { ResourceTable } from "#features/ingestion/components/resource-table.tsx";
import { pollSchedule } from "#features/ingestion/poll-schedule.ts";
import { readIngestionStatus } from "#features/ingestion/status.ts";
import { env } from "#platform/env.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";
import { requireViewer } from "../../viewer.ts";

export const metadata: Metadata = { title: "Data" };

export default async function DataPage() {
  const viewer = await requireViewer();
  const { db, now } = webRuntime();
  const asOf = now();
  const resources = await asViewer(db, viewer, async (trx) =>
    readIngestionStatus(trx, { schedule: pollSchedule(env().SOURCE_MODE), asOf }),
  );
  return (
    <PageFrame>
      <PageHeader
        title="Data"
        description="What is read from the sources, how old it is, and what could not be taken."
      />
      <ResourceTable resources={resources} now={asOf.toISOString()} timezone={viewer.timezone} />
      <p className="max-w-prose text-ink-muted text-sm">
        Records in quarantine broke the source's contract; they are kept until a valid version arrives. Held
        records are valid and wait for their customer or tutor.
      </p>
    </PageFrame>
  );
}
