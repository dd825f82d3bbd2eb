import type { Metadata } from "next";
import { asViewer } from "#db/transaction.ts";
import { readNewestBacktests } from "#features/customer-health/backtest-store.ts";
import { listSettingsVersions } from "#features/customer-health/save-settings.ts";
import { loadHealthSettings } from "#features/customer-health/settings.ts";
import { defaultHealthSettings } from "#features/customer-health/weights.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { requireViewer } from "../../../viewer.ts";
import { versionsShown } from "./health-queries.ts";
import { HealthView } from "./health-view.tsx";

export const metadata: Metadata = { title: "Health rules" };

export default async function HealthRulesPage() {
  const viewer = await requireViewer("admin");
  const { db } = webRuntime();
  const [inForce, versions, backtests] = await Promise.all([
    asViewer(db, viewer, loadHealthSettings),
    listSettingsVersions(db, viewer, { before: null, limit: versionsShown }),
    asViewer(db, viewer, readNewestBacktests),
  ]);
  return (
    <PageFrame>
      <HealthView
        settings={{ version: inForce.version, settings: inForce.value, defaults: defaultHealthSettings }}
        versions={versions.data.map((row) => ({ ...row, changedAt: row.changedAt?.toISOString() ?? null }))}
        backtests={backtests}
        timezone={viewer.timezone}
      />
    </PageFrame>
  );
}
