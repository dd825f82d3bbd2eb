import { formatDate } from "#ui/figures/dates.ts";
import { Badge } from "#ui/primitives/badge.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { CustomerGoal } from "../schemas.ts";

export type CustomerGoalsListProps = { goals: readonly CustomerGoal[]; now: Date; timezone: string };

/** What the customer wants to reach, the primary goal first. */
export function CustomerGoalsList({ goals, now, timezone }: CustomerGoalsListProps) {
  if (goals.length === 0)
    return <p className="text-ink-muted">No goals are set. Goals come with the customer's record.</p>;
  return (
    <ul className="flex flex-col">
      {goals.map((goal) => (
        <li
          key={goal.id}
          id={`goals-${goal.id}`}
          className="scroll-mt-20 border-line border-t py-2.5 first:border-t-0 first:pt-0 target:bg-selected"
        >
          <p className="flex flex-wrap items-center gap-2">
            <span className="font-medium">{goal.title}</span>
            {goal.isPrimary ? <Badge>primary</Badge> : null}
          </p>
          <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-ink-muted text-sm">
            {goal.subject ? <span>{goal.subject}</span> : null}
            <GoalState goal={goal} now={now} timezone={timezone} />
          </p>
        </li>
      ))}
    </ul>
  );
}

function GoalState({ goal, now, timezone }: { goal: CustomerGoal; now: Date; timezone: string }) {
  if (goal.completedAt)
    return (
      <StatusBadge
        status="good"
        word={`completed ${formatDate(goal.completedAt, timezone)}`}
        variant="plain"
      />
    );
  if (!goal.targetDate) return <span>open since {formatDate(goal.createdAt, timezone)}</span>;
  // A calendar day, the same in every timezone.
  const due = formatDate(`${goal.targetDate}T12:00:00Z`, "UTC");
  if (new Date(`${goal.targetDate}T23:59:59Z`) < now)
    return <StatusBadge status="warning" word={`was due ${due}`} variant="plain" />;
  return <span>due {due}</span>;
}
