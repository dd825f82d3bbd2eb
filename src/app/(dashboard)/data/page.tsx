import type { Metadata } from "next";
import { asViewer } from "#db/transaction.ts";
import { readIngestionStatus } from "#features/ingestion/status.ts";
import { currentPollSchedule } from "#registry/poll-schedule.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";
import { requireViewer } from "../../viewer.ts";
import { ResourcesView } from "./resources-view.tsx";

export const metadata: Metadata = { title: "Data" };

export default async function DataPage() {
  const viewer = await requireViewer();
  const { db, now } = webRuntime();
  const asOf = now();
  const question = { schedule: currentPollSchedule(), asOf };
  const resources = await asViewer(db, viewer, (trx) => readIngestionStatus(trx, question));
  return (
    <PageFrame>
      <PageHeader
        title="Data"
        description="What is read from the sources, how old it is, and what could not be taken."
      />
      <ResourcesView resources={resources} now={asOf.toISOString()} timezone={viewer.timezone} />
      <p className="max-w-prose text-ink-muted text-sm">
        Records in quarantine broke the source's contract; they are kept until a valid version arrives. Held
        records are valid and wait for their customer or tutor.
      </p>
    </PageFrame>
  );
}
