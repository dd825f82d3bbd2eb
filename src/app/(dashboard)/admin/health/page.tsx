import type { Metadata } from "next";
import { readBacktests, readRules } from "#features/customer-health/read-rules.ts";
import { listSettingsVersions } from "#features/customer-health/save-settings.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { requireViewer } from "../../../viewer.ts";
import { versionsShown } from "./health-queries.ts";
import { HealthView } from "./health-view.tsx";

export const metadata: Metadata = { title: "Health rules" };

export default async function HealthRulesPage() {
  const viewer = await requireViewer("admin");
  const { db } = webRuntime();
  const [settings, versions, backtests] = await Promise.all([
    readRules({ db, viewer }),
    listSettingsVersions(db, viewer, { before: null, limit: versionsShown }),
    readBacktests({ db, viewer }),
  ]);
  return (
    <PageFrame>
      <HealthView
        settings={settings}
        versions={versions.data.map((row) => ({ ...row, changedAt: row.changedAt?.toISOString() ?? null }))}
        backtests={backtests}
        timezone={viewer.timezone}
      />
    </PageFrame>
  );
}
