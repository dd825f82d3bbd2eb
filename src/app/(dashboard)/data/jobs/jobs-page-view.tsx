"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { QueueSummary } from "#features/jobs/components/queue-summary.tsx";
import type { JobPageAnswer, KindsAnswer, SchedulesAnswer } from "#features/jobs/schemas.ts";
import { useNow } from "#ui/figures/use-now.ts";
import { SectionBoundary } from "#ui/primitives/section-boundary.tsx";
import { SegmentedLinks } from "#ui/primitives/segmented-links.tsx";
import { StaleNote } from "#ui/primitives/stale-note.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";
import { apiClient, readAnswer } from "../../../api-client.ts";
import { JobsView } from "./jobs-view.tsx";
import { KindsView } from "./kinds-view.tsx";
import type { ListState } from "./list-state.ts";
import { SchedulesView } from "./schedules-view.tsx";

export type JobsPageViewProps = {
  jobs: JobPageAnswer;
  initialState: ListState;
  kinds: KindsAnswer;
  schedules: SchedulesAnswer;
  timezone: string;
};

const views = [
  { value: "jobs", label: "Jobs", href: "/data/jobs" },
  { value: "schedules", label: "Schedules", href: "/data/jobs?view=schedules" },
  { value: "kinds", label: "Kinds", href: "/data/jobs?view=kinds" },
];

const tickSeconds = 5;

/** The queue: how it stands, and its jobs, schedules or kinds of jobs. Kept current over the live stream. */
export function JobsPageView({ jobs, initialState, kinds, schedules, timezone }: JobsPageViewProps) {
  const asked = useSearchParams().get("view");
  const view = views.find(({ value }) => value === asked)?.value ?? "jobs";
  const updatedAt = { initialDataUpdatedAt: Date.parse(kinds.asOf) };
  const kindsQuery = useQuery({
    queryKey: ["job-kinds"],
    queryFn: () => readAnswer(apiClient["job-kinds"].$get()),
    initialData: kinds,
    ...updatedAt,
  });
  const schedulesQuery = useQuery({
    queryKey: ["job-schedules"],
    queryFn: () => readAnswer(apiClient["job-schedules"].$get()),
    initialData: schedules,
    ...updatedAt,
  });
  const now = useNow(kindsQuery.data.asOf, tickSeconds).toISOString();
  const clock = { now, timezone };
  return (
    <>
      <PageHeader
        title="Jobs"
        description="What waits, runs and failed, and what runs by the clock."
        range={<SegmentedLinks label="View" value={view} options={views} />}
      />
      <QueueSummary kinds={kindsQuery.data} now={now} />
      {kindsQuery.isError ? (
        <StaleNote since={kindsQuery.data.asOf} {...clock}>
          {kindsQuery.error.message}
        </StaleNote>
      ) : null}
      <SectionBoundary name="Jobs">
        {view === "jobs" ? (
          <JobsView
            initial={jobs}
            initialState={initialState}
            schedules={schedulesQuery.data.data}
            {...clock}
          />
        ) : null}
        {view === "schedules" ? <SchedulesView query={schedulesQuery} {...clock} /> : null}
        {view === "kinds" ? <KindsView query={kindsQuery} {...clock} /> : null}
      </SectionBoundary>
    </>
  );
}
