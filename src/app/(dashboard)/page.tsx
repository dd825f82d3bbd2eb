import type { Metadata } from "next";
import { daysBefore } from "#domain/time/business-day.ts";
import { movesAnswer } from "#features/customer-health/tier-moves-api.ts";
import { readOverview } from "#features/metrics/overview.ts";
import { rangeSchema } from "#features/metrics/overview-schema.ts";
import { readFlaggedTutors } from "#features/tutors/flagged-tutors.ts";
import { metricCatalogue } from "#registry/metrics.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { SegmentedLinks } from "#ui/primitives/segmented-links.tsx";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";
import { requireViewer } from "../viewer.ts";
import { Grounds } from "./grounds.tsx";
import { OverviewSkeleton } from "./overview-skeleton.tsx";
import { OverviewView } from "./overview-view.tsx";
import { readGrounds } from "./read-grounds.ts";
import { SkeletonOnTheWay } from "./skeleton-on-the-way.tsx";

export const metadata: Metadata = { title: "Overview" };

const ranges = [
  { value: "today", label: "Today", href: "/" },
  { value: "7d", label: "7 days", href: "/?range=7d" },
  { value: "30d", label: "30 days", href: "/?range=30d" },
];

type PageProps = { searchParams: Promise<{ range?: string | string[] }> };

export default function OverviewPage(props: PageProps) {
  return (
    <SkeletonOnTheWay skeleton={<OverviewSkeleton />}>
      <OverviewContent {...props} />
    </SkeletonOnTheWay>
  );
}

async function OverviewContent({ searchParams }: PageProps) {
  const viewer = await requireViewer();
  const range = rangeSchema.catch("today").parse((await searchParams).range);
  const { db, now } = webRuntime();
  const asOf = now();
  const [overview, moves, flagged, grounds] = await Promise.all([
    readOverview({ db, viewer }, { ...metricCatalogue(), range, asOf }),
    movesAnswer({ db, viewer }, daysBefore(asOf, 1), asOf),
    readFlaggedTutors({ db, viewer, now: () => asOf }),
    readGrounds(viewer, "overview"),
  ]);
  return (
    <PageFrame>
      <PageHeader
        title="Overview"
        description="How the business is doing now, and compared with what."
        range={<SegmentedLinks label="Range" value={range} options={ranges} />}
      />
      <OverviewView initial={{ overview, moves, flagged }} timezone={viewer.timezone} />
      <Grounds initial={grounds} now={asOf.toISOString()} timezone={viewer.timezone} />
    </PageFrame>
  );
}
