import type { Metadata } from "next";
import { type ListState, readListState } from "#features/tutors/list-state.ts";
import { listTutors, readLeaderboard, readSubjects } from "#features/tutors/list-tutors.ts";
import { tutorsPerPage } from "#features/tutors/weights.ts";
import { AppError } from "#platform/errors.ts";
import { hasRole, type Viewer } from "#platform/viewer.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";
import { requireViewer } from "../../viewer.ts";
import { queryOrFirst } from "../address-state.ts";
import { Grounds } from "../grounds.tsx";
import { readGrounds } from "../read-grounds.ts";
import { readPageViews } from "../read-page-views.ts";
import { SkeletonOnTheWay } from "../skeleton-on-the-way.tsx";
import { TutorsSkeleton, tutorsDescription } from "./tutors-skeleton.tsx";
import { TutorsView } from "./tutors-view.tsx";

export const metadata: Metadata = { title: "Tutors" };

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default function TutorsPage(props: PageProps) {
  return (
    <SkeletonOnTheWay skeleton={<TutorsSkeleton />}>
      <TutorsContent {...props} />
    </SkeletonOnTheWay>
  );
}

async function TutorsContent({ searchParams }: PageProps) {
  const viewer = await requireViewer();
  const ctx = { ...webRuntime(), viewer };
  const { views, firstQuery } = await readPageViews(viewer, "tutors");
  const asked = new URLSearchParams(flat(await searchParams)).toString();
  const state = readListState(new URLSearchParams(queryOrFirst(asked, firstQuery)));
  const [{ list, shown }, leaderboard, subjects, grounds] = await Promise.all([
    readFirst(viewer, state),
    readLeaderboard(ctx),
    readSubjects(ctx),
    readGrounds(viewer, "tutor_performance"),
  ]);
  const now = ctx.now().toISOString();
  return (
    <PageFrame wide>
      <PageHeader title="Tutors" description={tutorsDescription} />
      <TutorsView
        initial={list}
        initialState={shown}
        leaderboard={leaderboard}
        subjects={subjects}
        now={now}
        timezone={viewer.timezone}
        mayWrite={hasRole(viewer.role, "operator")}
        isAdmin={hasRole(viewer.role, "admin")}
        views={views}
        firstQuery={firstQuery}
      />
      <Grounds initial={grounds} now={now} timezone={viewer.timezone} />
    </PageFrame>
  );
}

/** The list that the address asks for; from its beginning where the place in it no longer means anything. */
async function readFirst(viewer: Viewer, state: ListState) {
  const ctx = { ...webRuntime(), viewer };
  const read = async (shown: ListState) => ({
    shown,
    list: await listTutors(ctx, { ...shown, cursor: shown.cursor ?? undefined, pageSize: tutorsPerPage }),
  });
  try {
    return await read(state);
  } catch (error) {
    if (state.cursor === null || !(error instanceof AppError) || error.code !== "invalid_input") throw error;
    return await read({ ...state, cursor: null });
  }
}

function flat(params: Record<string, string | string[] | undefined>): [string, string][] {
  return Object.entries(params).flatMap(([name, value]) => {
    const first = Array.isArray(value) ? value[0] : value;
    return first === undefined ? [] : [[name, first] as [string, string]];
  });
}
