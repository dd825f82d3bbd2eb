import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { listPeriods, listSessions, listSubjects, readTutorDetail } from "#features/tutors/read-tutor.ts";
import { sessionsPerPage } from "#features/tutors/weights.ts";
import { AppError } from "#platform/errors.ts";
import { hasRole } from "#platform/viewer.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { requireViewer } from "../../../viewer.ts";
import { readGrounds } from "../../read-grounds.ts";
import { SkeletonOnTheWay } from "../../skeleton-on-the-way.tsx";
import { weeksShown } from "./tutor-queries.ts";
import { TutorSkeleton } from "./tutor-skeleton.tsx";
import { TutorView } from "./tutor-view.tsx";

type PageProps = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await readDetail((await params).id)).name };
}

export default function TutorPage(props: PageProps) {
  return (
    <SkeletonOnTheWay skeleton={<TutorSkeleton />}>
      <TutorContent {...props} />
    </SkeletonOnTheWay>
  );
}

async function TutorContent({ params }: PageProps) {
  const { id } = await params;
  const viewer = await requireViewer();
  const ctx = { ...webRuntime(), viewer };
  const detail = await readDetail(id);
  const [weeks, subjects, sessions, grounds] = await Promise.all([
    section("weeks", listPeriods(ctx, detail.id, { period: "week", limit: weeksShown })),
    section("subjects", listSubjects(ctx, detail.id)),
    section("sessions", listSessions(ctx, detail.id, { pageSize: sessionsPerPage })),
    readGrounds(viewer, "tutor_performance"),
  ]);
  return (
    <TutorView
      initial={{ detail, weeks, subjects, sessions }}
      grounds={grounds}
      now={ctx.now().toISOString()}
      timezone={viewer.timezone}
      viewerId={viewer.userId}
      mayWrite={hasRole(viewer.role, "operator")}
    />
  );
}

/** Asked for by the title and by the page; read once. */
const readDetail = cache(async (id: string) => {
  const viewer = await requireViewer();
  const number = Number(id);
  if (!/^\d+$/.test(id) || !Number.isSafeInteger(number)) notFound();
  try {
    return await readTutorDetail({ ...webRuntime(), viewer }, number);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
});

/** One section that cannot be read leaves the others standing: the browser asks for it again and says what is wrong. */
async function section<T>(name: string, reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    webRuntime().log.error({ err: error, section: name }, "a section of the tutor page could not be read");
    return undefined;
  }
}
