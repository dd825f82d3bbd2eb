import Link from "next/link";
import type { Role } from "#platform/viewer.ts";
import { cn } from "#ui/class-names.ts";
import { formatCount, formatDuration, formatPercent } from "#ui/figures/format.ts";
import { buttonClass } from "#ui/primitives/button.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import { statusClasses } from "#ui/status.ts";
import type { ConditionFigure, DataCondition } from "../../data-conditions.ts";

export type ConditionListProps = { conditions: readonly DataCondition[]; viewerRole: Role };

const words = { critical: "Critical", warning: "Warning" } as const;
const linkWords: Record<DataCondition["kind"], string | null> = {
  // The resource is on this page.
  stale: null,
  rejected_share: "Open quarantine",
  dead_jobs: "Open jobs",
  reconciliation_differs: "Open reconciliation",
};

/** What is wrong with the data now, the worst first, each with its figures and what to do. */
export function ConditionList({ conditions, viewerRole }: ConditionListProps) {
  if (conditions.length === 0) return <StatusBadge status="good" word="Nothing is wrong with the data" />;
  return (
    <ul aria-label="What is wrong now" className="flex flex-col gap-2">
      {conditions.map((condition) => (
        <Condition key={condition.id} condition={condition} viewerRole={viewerRole} />
      ))}
    </ul>
  );
}

function Condition({ condition, viewerRole }: { condition: DataCondition; viewerRole: Role }) {
  const { severity, title, figures, whatToDo, href, hrefRole, kind } = condition;
  const classes = statusClasses[severity];
  const linkWord = linkWords[kind];
  const mayOpen = hrefRole === "viewer" || viewerRole === hrefRole;
  return (
    <li
      className={cn(
        "flex flex-wrap items-start justify-between gap-x-4 gap-y-2 rounded-lg border px-4 py-3",
        classes.soft,
        classes.line,
      )}
    >
      <div className="flex min-w-0 flex-col gap-1">
        <p className="flex flex-wrap items-center gap-x-3">
          <StatusBadge status={severity} word={words[severity]} variant="plain" />
          <span className="font-medium">{title}</span>
        </p>
        <dl className="flex flex-wrap gap-x-4 gap-y-0.5 text-sm">
          {figures.map((figure) => (
            <div key={figure.label} className="flex gap-1.5">
              <dt className="text-ink-muted">{figure.label}</dt>
              <dd className="tabular font-medium">{write(figure)}</dd>
            </div>
          ))}
        </dl>
        <p>{whatToDo}</p>
      </div>
      {linkWord !== null && mayOpen ? (
        <Link href={href} prefetch={false} className={buttonClass({ size: "sm" })}>
          {linkWord}
        </Link>
      ) : null}
    </li>
  );
}

function write({ value, unit }: ConditionFigure): string {
  if (unit === "ratio") return formatPercent(value);
  return unit === "seconds" ? formatDuration(value) : formatCount(value);
}
