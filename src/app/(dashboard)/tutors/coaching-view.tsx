"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ResourcesEditor } from "#features/coaching/components/resources-editor.tsx";
import { TaskList } from "#features/coaching/components/task-list.tsx";
import { formatCount } from "#ui/figures/format.ts";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import { MoreButton } from "#ui/primitives/more-button.tsx";
import { Section } from "#ui/primitives/section.tsx";
import { Segmented } from "#ui/primitives/segmented.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import { apiClient, readAnswer } from "../../api-client.ts";
import { TaskActions } from "./task-dialogs.tsx";
import { useCoaching } from "./use-coaching.ts";

export type CoachingViewProps = {
  subjects: readonly { code: string; name: string }[];
  timezone: string;
  mayWrite: boolean;
  isAdmin: boolean;
};

type Shown = "open" | "mine" | "done";

const shownOptions: { value: Shown; label: string }[] = [
  { value: "open", label: "Open" },
  { value: "mine", label: "Mine" },
  { value: "done", label: "Done" },
];

/** Coaching tasks of all tutors, the first due on top, and the resources that administrators keep. */
export function CoachingView({ subjects, timezone, mayWrite, isAdmin }: CoachingViewProps) {
  const [shown, setShown] = useState<Shown>("open");
  const tasks = useInfiniteQuery({
    queryKey: ["coaching", "tasks", "all", shown],
    queryFn: ({ pageParam }) =>
      readAnswer(
        apiClient.coaching.tasks.$get({
          query: {
            state: shown === "done" ? "done" : "open",
            owner: shown === "mine" ? "me" : "anyone",
            ...(pageParam === null ? {} : { cursor: pageParam }),
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
  const last = tasks.data?.pages.at(-1);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-4">
        <Segmented label="Which tasks" value={shown} onValueChange={setShown} options={shownOptions} />
        {last && last.overdue > 0 ? (
          <StatusBadge status="critical" word={`${formatCount(last.overdue)} overdue`} />
        ) : null}
      </div>
      <Section
        title="Coaching tasks"
        aside={last ? formatCount(last.total) : null}
        reading={tasks}
        skeletonClass="h-40 w-full"
      >
        {({ pages }) => {
          const all = pages.flatMap(({ data }) => data);
          return all.length === 0 ? (
            <EmptyState title="No tasks here">
              A coaching task is assigned on a tutor's page, beside the flag that it is about.
            </EmptyState>
          ) : (
            <>
              <TaskList
                tasks={all}
                timezone={timezone}
                withTutor
                {...(mayWrite ? { actions: (task) => <TaskActions task={task} /> } : {})}
              />
              <MoreButton query={tasks} className="mt-2" />
            </>
          );
        }}
      </Section>
      {isAdmin ? <Resources subjects={subjects} /> : null}
    </div>
  );
}

function Resources({ subjects }: Pick<CoachingViewProps, "subjects">) {
  const { saveResources } = useCoaching();
  const resources = useQuery({
    queryKey: ["coaching", "resources"],
    queryFn: () => readAnswer(apiClient.coaching.resources.$get()),
  });
  return (
    <Section title="Resources" aside="by flag and subject" reading={resources}>
      {(stored) => <ResourcesEditor stored={stored} subjects={subjects} onSave={saveResources} />}
    </Section>
  );
}
