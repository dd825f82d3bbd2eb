import type { Metadata } from "next";
import { readQueueState } from "#features/interventions/queue-state.ts";
import { readWorkQueue } from "#features/interventions/read-work.ts";
import { hasRole } from "#platform/viewer.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { workContext } from "#registry/work-context.ts";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";
import { requireViewer } from "../../../viewer.ts";
import { Grounds } from "../../grounds.tsx";
import { readGrounds } from "../../read-grounds.ts";
import { readPageViews } from "../../read-page-views.ts";
import { SkeletonOnTheWay } from "../../skeleton-on-the-way.tsx";
import { CustomersSkeleton } from "../customers-skeleton.tsx";
import { CustomersTabs } from "../customers-tabs.tsx";
import { QueueView } from "./queue-view.tsx";

export const metadata: Metadata = { title: "Work queue" };

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Rows that the page reads at once. */
const rowsPerPage = 50;

export default function QueuePage(props: PageProps) {
  return (
    <SkeletonOnTheWay skeleton={<CustomersSkeleton />}>
      <QueueContent {...props} />
    </SkeletonOnTheWay>
  );
}

async function QueueContent({ searchParams }: PageProps) {
  const viewer = await requireViewer();
  const params = await searchParams;
  const { views, firstQuery } = await readPageViews(viewer, "work-queue");
  const asked = Object.keys(params).length === 0 ? new URLSearchParams(firstQuery) : null;
  const state = readQueueState(asked ?? { get: (name) => [params[name]].flat()[0] ?? null });
  const [queue, grounds] = await Promise.all([
    readWorkQueue(workContext(viewer), { ...state, pageSize: rowsPerPage }),
    readGrounds(viewer, "customer_health"),
  ]);
  const now = webRuntime().now().toISOString();
  return (
    <PageFrame wide>
      <PageHeader
        title="Customers"
        description="Whom to contact next: the most money at risk first, then the most urgent."
        actions={<CustomersTabs current="queue" />}
      />
      <QueueView
        key={`${state.who} ${state.cut}`}
        views={views}
        firstQuery={firstQuery}
        initial={queue}
        state={state}
        viewer={{ userId: viewer.userId, canWork: hasRole(viewer.role, "operator") }}
        now={now}
        timezone={viewer.timezone}
      />
      <Grounds initial={grounds} now={now} timezone={viewer.timezone} />
    </PageFrame>
  );
}
