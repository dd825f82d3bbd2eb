"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { DecisionAge } from "#features/ingestion/decision-ages.ts";
import { AnomalyList } from "#features/tutors/components/anomaly-list.tsx";
import { FlagList } from "#features/tutors/components/flag-list.tsx";
import { MeasuresTable } from "#features/tutors/components/measures-table.tsx";
import { PeriodsTable } from "#features/tutors/components/periods-table.tsx";
import { SubjectBars } from "#features/tutors/components/subject-bars.tsx";
import { TrendCharts } from "#features/tutors/components/trend-charts.tsx";
import { TutorProfile } from "#features/tutors/components/tutor-profile.tsx";
import { TutorSessionsTable } from "#features/tutors/components/tutor-sessions-table.tsx";
import type { TutorDetail, TutorPeriods, TutorSessions, TutorSubjects } from "#features/tutors/schemas.ts";
import { formatCount } from "#ui/figures/format.ts";
import { Segmented } from "#ui/primitives/segmented.tsx";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { MoreButton } from "../../customers/[id]/more-button.tsx";
import { Section } from "../../customers/[id]/section.tsx";
import { Grounds } from "../../grounds.tsx";
import { practiseAnchor, TutorCoaching } from "./tutor-coaching.tsx";
import { TutorHeader } from "./tutor-header.tsx";
import { detailQuery, periodsQuery, sessionsQuery, subjectsQuery } from "./tutor-queries.ts";

export type TutorViewProps = {
  /** What the server has read; a section that it could not read is missing. */
  initial: {
    detail: TutorDetail;
    weeks: TutorPeriods | undefined;
    subjects: TutorSubjects | undefined;
    sessions: TutorSessions | undefined;
  };
  grounds: DecisionAge;
  now: string;
  timezone: string;
  viewerId: string;
  mayWrite: boolean;
};

const periodOptions = [
  { value: "week" as const, label: "Weeks" },
  { value: "month" as const, label: "Months" },
];

export function TutorView({ initial, grounds, now, timezone, viewerId, mayWrite }: TutorViewProps) {
  const { id } = initial.detail;
  const read = { initialDataUpdatedAt: Date.parse(now) };
  const [period, setPeriod] = useState<"week" | "month">("week");
  const detail = useQuery({ ...detailQuery(id), ...read, initialData: initial.detail });
  const weeks = useQuery({ ...periodsQuery(id, "week"), ...read, initialData: initial.weeks });
  const months = useQuery({ ...periodsQuery(id, "month"), enabled: period === "month" });
  const subjects = useQuery({ ...subjectsQuery(id), ...read, initialData: initial.subjects });
  const first = initial.sessions ? { initialData: { pages: [initial.sessions], pageParams: [null] } } : {};
  const sessions = useInfiniteQuery({ ...sessionsQuery(id), ...read, ...first });
  const { data: tutor } = detail;
  const droppedOn = tutor.watched.find(
    ({ isShown, waits, droppedOn }) => droppedOn && (isShown || waits),
  )?.droppedOn;
  return (
    <PageFrame>
      <TutorHeader tutor={tutor} />
      <Grounds initial={grounds} now={now} timezone={timezone} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Section title="Flags" aside="with what speaks for them" reading={detail}>
            {({ watched }) => <Flags watched={watched} />}
          </Section>
          <Section title="Measures" aside="beside what is expected of the mix" reading={detail} flush>
            {({ measures }) => <MeasuresTable measures={measures} />}
          </Section>
          <Section title="Course" aside="by business week" reading={weeks} skeletonClass="h-96 w-full">
            {({ data }) => <TrendCharts weeks={data} droppedOn={droppedOn ?? null} />}
          </Section>
          <Section title="Subjects" aside="against all tutors" reading={subjects}>
            {({ data }) => <SubjectBars subjects={data} />}
          </Section>
          <Section
            title="Week by week"
            aside={
              <Segmented label="Stretches" value={period} onValueChange={setPeriod} options={periodOptions} />
            }
            reading={period === "week" ? weeks : months}
            flush
          >
            {({ data }) => <PeriodsTable periods={data} period={period} />}
          </Section>
          <Section
            title="Sessions"
            aside={sessions.data ? formatCount(sessions.data.pages.at(-1)?.total) : null}
            reading={sessions}
            flush
          >
            {({ pages }) => (
              <>
                <TutorSessionsTable sessions={pages.flatMap(({ data }) => data)} timezone={timezone} />
                <MoreButton query={sessions} className="m-3" />
              </>
            )}
          </Section>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <TutorCoaching
            tutor={tutor}
            now={now}
            timezone={timezone}
            viewerId={viewerId}
            mayWrite={mayWrite}
          />
          <Section title="Anomalies" aside="against the own history" reading={detail}>
            {({ anomalies }) => <AnomalyList anomalies={anomalies} />}
          </Section>
          <Section title="Profile" reading={detail}>
            {(data) => <TutorProfile tutor={data} timezone={timezone} />}
          </Section>
        </div>
      </div>
    </PageFrame>
  );
}

/** Raised flags in full; what else is watched can be unfolded. What to do about them stands far below on small windows. */
function Flags({ watched }: Pick<TutorDetail, "watched">) {
  const shown = watched.filter(({ isShown }) => isShown);
  const others = watched.filter(({ isShown }) => !isShown);
  return (
    <div className="flex flex-col gap-3">
      <FlagList flags={shown} />
      {shown.length > 0 ? (
        <a href={`#${practiseAnchor}`} className="self-start text-accent-ink text-sm underline xl:hidden">
          What to practise
        </a>
      ) : null}
      {others.length > 0 ? (
        <details className="text-sm">
          <summary className="inline-flex min-h-6 cursor-pointer items-center text-ink-muted hover:text-ink">
            What else is watched
          </summary>
          <div className="mt-2">
            <FlagList flags={others} />
          </div>
        </details>
      ) : null}
    </div>
  );
}
