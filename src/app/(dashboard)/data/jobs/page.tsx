import type { Metadata } from "next";
import { answerJobs, answerKinds, answerSchedules } from "#features/jobs/answers.ts";
import { type JobsContext, jobsContextOf } from "#features/jobs/jobs-context.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { requireViewer } from "../../../viewer.ts";
import { SkeletonOnTheWay } from "../../skeleton-on-the-way.tsx";
import { JobsPageView } from "./jobs-page-view.tsx";
import { JobsSkeleton } from "./jobs-skeleton.tsx";
import { jobsPerPage, readListState } from "./list-state.ts";

export const metadata: Metadata = { title: "Jobs" };

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default function JobsPage(props: PageProps) {
  return (
    <SkeletonOnTheWay skeleton={<JobsSkeleton />}>
      <JobsContent {...props} />
    </SkeletonOnTheWay>
  );
}

async function JobsContent({ searchParams }: PageProps) {
  const viewer = await requireViewer("admin");
  const { db, queue } = webRuntime();
  const ctx = jobsContextOf({ db, queue, viewer });
  const params = new URLSearchParams(flat(await searchParams));
  const [jobs, kinds, schedules] = await Promise.all([
    readFirst(ctx, params),
    answerKinds(ctx),
    answerSchedules(ctx),
  ]);
  return (
    <PageFrame wide>
      <JobsPageView {...jobs} kinds={kinds} schedules={schedules} timezone={viewer.timezone} />
    </PageFrame>
  );
}

/** The first page of what the address asks for: a place in the list means little after a while. */
async function readFirst(ctx: JobsContext, params: URLSearchParams) {
  const initialState = { ...readListState(params), cursor: null };
  const { state, job, schedule, search } = initialState;
  const filter = {
    state: state ?? undefined,
    job: job ?? undefined,
    schedule: schedule ?? undefined,
    search,
  };
  return { initialState, jobs: await answerJobs(ctx, filter, { limit: jobsPerPage }) };
}

function flat(params: Record<string, string | string[] | undefined>): [string, string][] {
  return Object.entries(params).flatMap(([name, value]) => {
    const first = Array.isArray(value) ? value[0] : value;
    return first === undefined ? [] : [[name, first] as [string, string]];
  });
}
