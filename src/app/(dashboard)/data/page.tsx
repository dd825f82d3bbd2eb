import type { Metadata } from "next";
import { currentConditions } from "#features/ingestion/conditions-api.ts";
import { decisionAges } from "#features/ingestion/decision-ages.ts";
import { readStatusPage } from "#features/ingestion/status.ts";
import { conditionsPlace } from "#registry/conditions-place.ts";
import { decisions } from "#registry/decisions.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";
import { requireViewer } from "../../viewer.ts";
import { pagesFor } from "../navigation-entries.tsx";
import { SourcesView } from "./sources-view.tsx";

export const metadata: Metadata = { title: "Data" };

export default async function DataPage() {
  const viewer = await requireViewer();
  const runtime = webRuntime();
  const place = conditionsPlace();
  const asOf = runtime.now();
  const [resources, conditions] = await Promise.all([
    readStatusPage({ ...runtime, viewer }, { ...place, asOf }),
    currentConditions({ ...runtime, viewer }, place),
  ]);
  return (
    <PageFrame wide>
      <PageHeader
        title="Data"
        description="What is read from the sources, how old it is, and what could not be taken."
      />
      <SourcesView
        resources={resources}
        conditions={conditions}
        decisions={decisionAges(resources, decisions)}
        pages={pagesFor(viewer.role)}
        role={viewer.role}
        now={asOf.toISOString()}
        timezone={viewer.timezone}
      />
    </PageFrame>
  );
}
