import { formatDate } from "#ui/figures/dates.ts";
import { formatDecimal, formatInterval, formatPercent } from "#ui/figures/format.ts";
import type { CoachingStretch, CoachingTask } from "../schemas.ts";

/** The tutor's measures before a task, when it was closed, and four weeks later, beside each other. */
export function BeforeAndAfter({ task, timezone }: { task: CoachingTask; timezone: string }) {
  const waiting = task.laterFrom
    ? `known from ${formatDate(task.laterFrom, timezone)} on`
    : "once it is done";
  return (
    <dl className="grid gap-x-4 gap-y-2 text-sm sm:grid-cols-3">
      <Stretch title="Four weeks before" stretch={task.before} missing="" />
      <Stretch title="Four weeks to closing" stretch={task.atClosing} missing="once it is closed" />
      {task.state === "cancelled" ? null : (
        <Stretch title="Four weeks after" stretch={task.later} missing={waiting} />
      )}
    </dl>
  );
}

function Stretch({
  title,
  stretch,
  missing,
}: {
  title: string;
  stretch: CoachingStretch | null;
  missing: string;
}) {
  return (
    <div>
      <dt className="text-ink-muted text-xs">{title}</dt>
      <dd className="tabular">
        {stretch === null ? (
          <span className="text-ink-faint">{missing}</span>
        ) : (
          <>
            {stretch.success === null ? (
              "no rated first session"
            ) : (
              <>
                <span className="font-medium">{formatPercent(stretch.success.rate, 0)}</span>{" "}
                <span className="text-ink-muted">
                  ({formatInterval(stretch.success.lower, stretch.success.upper)}) of{" "}
                  {stretch.firstSessionsRated}
                </span>
              </>
            )}
            <span className="block text-ink-muted text-xs">
              rating {formatDecimal(stretch.meanRating, 2)}, cancelled{" "}
              {formatPercent(stretch.cancellationRate, 0)}
            </span>
          </>
        )}
      </dd>
    </div>
  );
}
