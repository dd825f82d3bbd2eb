import Link from "next/link";
import type { ReactNode } from "react";
import { flagLook } from "#domain/tutors/tutor-flag.ts";
import { formatDate } from "#ui/figures/dates.ts";
import { Badge } from "#ui/primitives/badge.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { CoachingTask } from "../schemas.ts";
import { BeforeAndAfter } from "./before-and-after.tsx";

export type TaskListProps = {
  tasks: readonly CoachingTask[];
  timezone: string;
  /** Names the tutor, where the list is about many. */
  withTutor?: boolean;
  /** What can be done with a task; nothing for those who only read. */
  actions?: (task: CoachingTask) => ReactNode;
};

/** Tasks with owner and day, and the measures around them. */
export function TaskList({ tasks, timezone, withTutor, actions }: TaskListProps) {
  return (
    <ul className="flex flex-col divide-y divide-line">
      {tasks.map((task) => (
        <li key={task.id} className="flex flex-col gap-2 py-3">
          <div className="flex flex-wrap items-start justify-between gap-2">
            <div className="min-w-0">
              <p className="font-medium">{task.title}</p>
              <p className="text-ink-muted text-sm">
                {withTutor ? (
                  <>
                    <Link
                      href={`/tutors/${task.tutorId}`}
                      prefetch={false}
                      className="text-accent-ink underline"
                    >
                      {task.tutor}
                    </Link>
                    {" · "}
                  </>
                ) : null}
                {task.owner}, due {formatDate(task.dueOn, "UTC")} · given by {task.createdBy} on{" "}
                {formatDate(task.createdAt, timezone)}
              </p>
            </div>
            <TaskState task={task} timezone={timezone} />
          </div>
          {task.flag || task.subject ? (
            <p className="flex flex-wrap gap-2">
              {task.flag ? <Badge>{flagLook[task.flag].word}</Badge> : null}
              {task.subject ? <Badge>{task.subject}</Badge> : null}
            </p>
          ) : null}
          {task.note ? <p className="whitespace-pre-line text-ink-muted text-sm">{task.note}</p> : null}
          {task.closingNote ? (
            <p className="whitespace-pre-line text-sm">Closed with: {task.closingNote}</p>
          ) : null}
          <BeforeAndAfter task={task} timezone={timezone} />
          {actions && task.state === "open" ? (
            <div className="flex flex-wrap gap-2">{actions(task)}</div>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function TaskState({ task, timezone }: { task: CoachingTask; timezone: string }) {
  if (task.isOverdue) return <StatusBadge status="critical" word="Overdue" />;
  if (task.state === "open") return <StatusBadge status="info" word="Open" />;
  const word = task.state === "done" ? "Done" : "Cancelled";
  return (
    <span className="flex flex-col items-end">
      <StatusBadge status={task.state === "done" ? "good" : "neutral"} word={word} />
      <span className="text-ink-muted text-xs">
        {task.closedBy}
        {task.closedAt ? `, ${formatDate(task.closedAt, timezone)}` : ""}
      </span>
    </span>
  );
}
