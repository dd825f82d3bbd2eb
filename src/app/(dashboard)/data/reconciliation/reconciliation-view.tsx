"use client";

import { useState } from "react";
import { NewestReports } from "#features/ingestion/components/reconciliation/newest-reports.tsx";
import { ReportHistory } from "#features/ingestion/components/reconciliation/report-history.tsx";
import type { ReconciliationPage } from "#features/ingestion/reconcile/read-reports.ts";
import type { ReconciledResource } from "#features/ingestion/reconcile/reconciled-resource.ts";
import { useNow } from "#ui/figures/use-now.ts";
import { Pagination } from "#ui/primitives/pagination.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";
import { apiClient, readAnswer } from "../../../api-client.ts";
import { pageSize, useCursorPages } from "../../admin/use-cursor-pages.ts";
import { ReportSheet } from "./report-sheet.tsx";
import { StartDialog } from "./start-dialog.tsx";

type ReconciliationViewProps = { reports: ReconciliationPage; now: string; timezone: string };

type Asked = { resource: ReconciledResource; afterId: number };

/** While one runs or is about to, its progress is asked for; its end is told by the live stream. */
const progressEveryMs = 2_000;
const tickSeconds = 5;

/** Our clock ticks now and then: what has just ended did not end in the future. */
const latest = (instants: readonly string[]) => instants.toSorted().at(-1) ?? "";

export function ReconciliationView({ reports, now, timezone }: ReconciliationViewProps) {
  const [openId, setOpenId] = useState<number | null>(null);
  const [chosen, setChosen] = useState<ReconciledResource | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const newestIdOf = (page: ReconciliationPage, resource: ReconciledResource) =>
    page.newest.find((report) => report.resource === resource)?.id ?? 0;
  const isQueued = (page: ReconciliationPage) =>
    asked !== null && newestIdOf(page, asked.resource) <= asked.afterId;
  const { page, pagination, table } = useCursorPages({
    key: ["reconciliations"],
    initial: reports,
    read: (cursor) =>
      readAnswer(
        apiClient.reconciliations.$get({
          query: { limit: String(pageSize), ...(cursor ? { cursor } : {}) },
        }),
      ),
    refetchMs: (current) =>
      isQueued(current) || current.newest.some(({ state }) => state === "running") ? progressEveryMs : false,
  });
  const clock = useNow(now, tickSeconds).toISOString();
  return (
    <>
      <PageHeader
        title="Reconciliation"
        description="Our records compared with the source: ids one by one, and their number for each day."
      />
      <NewestReports
        newest={page.newest}
        queued={isQueued(page) ? (asked?.resource ?? null) : null}
        now={latest([clock, ...page.newest.map(({ finishedAt }) => finishedAt ?? "")])}
        timezone={timezone}
        onOpen={setOpenId}
        onStart={setChosen}
      />
      <h2 className="font-semibold text-lg">History</h2>
      <ReportHistory
        {...table}
        reports={page.data}
        timezone={timezone}
        onOpen={(report) => setOpenId(report.id)}
        footer={page.total > pageSize ? <Pagination {...pagination} /> : undefined}
      />
      <ReportSheet id={openId} timezone={timezone} onClose={() => setOpenId(null)} />
      <StartDialog
        resource={chosen}
        onClose={() => setChosen(null)}
        onQueued={(resource) => setAsked({ resource, afterId: newestIdOf(page, resource) })}
      />
    </>
  );
}
