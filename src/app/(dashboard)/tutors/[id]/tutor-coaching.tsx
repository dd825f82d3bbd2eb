"use client";

import { useQuery } from "@tanstack/react-query";
import { RecommendationList } from "#features/coaching/components/recommendation-list.tsx";
import { TaskList } from "#features/coaching/components/task-list.tsx";
import type { TutorDetail } from "#features/tutors/schemas.ts";
import { formatCount } from "#ui/figures/format.ts";
import { Button } from "#ui/primitives/button.tsx";
import { Section } from "../../customers/[id]/section.tsx";
import { GiveTask, TaskActions } from "../task-dialogs.tsx";
import { recommendationsQuery, tasksQuery } from "./tutor-queries.ts";

export type TutorCoachingProps = {
  tutor: TutorDetail;
  now: string;
  timezone: string;
  viewerId: string;
  mayWrite: boolean;
};

const usualDays = 14;

/** Where a link from the flags leads to. */
export const practiseAnchor = "practise";

/** What to practise, and the tasks of this tutor with the measures around them. */
export function TutorCoaching({ tutor, now, timezone, viewerId, mayWrite }: TutorCoachingProps) {
  const tasks = useQuery(tasksQuery(tutor.id));
  const recommendations = useQuery(recommendationsQuery(tutor.id));
  const giving = { tutorId: tutor.id, tutor: tutor.name, subjects: tutor.subjects, viewerId };
  const dueOn = new Date(Date.parse(now) + usualDays * 86_400_000).toISOString().slice(0, 10);
  return (
    <>
      <div id={practiseAnchor} className="scroll-mt-20">
        <Section title="What to practise" reading={recommendations}>
          {({ data }) => (
            <RecommendationList
              recommendations={data}
              {...(mayWrite
                ? {
                    action: ({ title, flag, subject }) => (
                      <GiveTask
                        {...giving}
                        first={{ title, flag, subjectCode: subject?.code ?? null, dueOn }}
                      >
                        <Button size="sm">
                          Assign as a task<span className="sr-only">: {title}</span>
                        </Button>
                      </GiveTask>
                    ),
                  }
                : {})}
            />
          )}
        </Section>
      </div>
      <Section title="Coaching" aside={tasks.data ? formatCount(tasks.data.total) : null} reading={tasks}>
        {({ data }) => (
          <div className="flex flex-col items-start gap-2">
            {data.length === 0 ? (
              <p className="text-ink-muted">No coaching task yet.</p>
            ) : (
              <TaskList
                tasks={data}
                timezone={timezone}
                {...(mayWrite ? { actions: (task) => <TaskActions task={task} /> } : {})}
              />
            )}
            {mayWrite ? (
              <GiveTask {...giving} first={{ title: "", flag: null, subjectCode: null, dueOn }}>
                <Button size="sm">Assign a coaching task</Button>
              </GiveTask>
            ) : null}
          </div>
        )}
      </Section>
    </>
  );
}
