import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { allSubjects } from "#features/demand/schemas/ground.ts";
import { hasRole } from "#platform/viewer.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { requireViewer } from "../../../viewer.ts";
import { readGrounds } from "../../read-grounds.ts";
import { SkeletonOnTheWay } from "../../skeleton-on-the-way.tsx";
import { demandReader } from "../read-demand.ts";
import { SubjectSkeleton } from "./subject-skeleton.tsx";
import { readSubjectState } from "./subject-state.ts";
import { SubjectView } from "./subject-view.tsx";

type PageProps = {
  params: Promise<{ subject: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  return { title: `Demand: ${(await readHours(await askedFor(props))).name}` };
}

export default function SubjectPage(props: PageProps) {
  return (
    <SkeletonOnTheWay skeleton={<SubjectSkeleton />}>
      <SubjectContent {...props} />
    </SkeletonOnTheWay>
  );
}

async function SubjectContent(props: PageProps) {
  const viewer = await requireViewer();
  const demand = demandReader(viewer);
  const asked = await askedFor(props);
  const hours = await readHours(asked);
  const isAll = hours.code === allSubjects;
  const filter = isAll ? undefined : hours.code;
  const [episodes, recommendations, grounds] = await Promise.all([
    demand.section("episodes", demand.episodes(filter)),
    demand.section("recommendations", demand.recommendations(filter)),
    readGrounds(viewer, "demand"),
  ]);
  return (
    <SubjectView
      initial={{ hours, historyDays: asked.historyDays, episodes, recommendations }}
      isAll={isAll}
      grounds={grounds}
      now={webRuntime().now().toISOString()}
      timezone={viewer.timezone}
      mayWrite={hasRole(viewer.role, "operator")}
    />
  );
}

type Asked = { subject: string; historyDays: number };

async function askedFor({ params, searchParams }: PageProps): Promise<Asked> {
  const { history } = await searchParams;
  const { historyDays } = readSubjectState(
    new URLSearchParams(typeof history === "string" ? { history } : {}),
  );
  return { subject: decodeURIComponent((await params).subject), historyDays };
}

/** Asked for by the title and by the page; read once. */
const readOnce = cache(async (subject: string, historyDays: number) => {
  const found = await demandReader(await requireViewer()).hours(subject, historyDays);
  return found ?? notFound();
});

const readHours = ({ subject, historyDays }: Asked) => readOnce(subject, historyDays);
