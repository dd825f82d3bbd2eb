import type { Metadata } from "next";
import { listReconciliations } from "#features/ingestion/reconcile/read-reports.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { requireViewer } from "../../../viewer.ts";
import { ReconciliationView } from "./reconciliation-view.tsx";

export const metadata: Metadata = { title: "Reconciliation" };

export default async function ReconciliationPage() {
  const viewer = await requireViewer("admin");
  const { db, now } = webRuntime();
  const reports = await listReconciliations(db, viewer, { limit: 50 });
  return (
    <PageFrame>
      <ReconciliationView reports={reports} now={now().toISOString()} timezone={viewer.timezone} />
    </PageFrame>
  );
}
