import type { Metadata } from "next";
import { hasRole } from "#platform/viewer.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";
import { requireViewer } from "../../viewer.ts";
import { Grounds } from "../grounds.tsx";
import { readGrounds } from "../read-grounds.ts";
import { SkeletonOnTheWay } from "../skeleton-on-the-way.tsx";
import { DemandSkeleton, demandDescription } from "./demand-skeleton.tsx";
import { DemandView } from "./demand-view.tsx";
import { demandReader } from "./read-demand.ts";

export const metadata: Metadata = { title: "Demand" };

export default function DemandPage() {
  return (
    <SkeletonOnTheWay skeleton={<DemandSkeleton />}>
      <DemandContent />
    </SkeletonOnTheWay>
  );
}

async function DemandContent() {
  const viewer = await requireViewer();
  const demand = demandReader(viewer);
  const [overview, episodes, recommendations, grounds] = await Promise.all([
    demand.subjects(),
    demand.section("episodes", demand.episodes()),
    demand.section("recommendations", demand.recommendations()),
    readGrounds(viewer, "demand"),
  ]);
  const now = webRuntime().now().toISOString();
  return (
    <PageFrame wide>
      <PageHeader title="Demand" description={demandDescription} />
      <DemandView
        initial={{ overview, episodes, recommendations }}
        now={now}
        timezone={viewer.timezone}
        mayWrite={hasRole(viewer.role, "operator")}
      />
      <Grounds initial={grounds} now={now} timezone={viewer.timezone} />
    </PageFrame>
  );
}
