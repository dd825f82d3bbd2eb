import { formatDateTime, formatExact, formatRelative } from "#ui/figures/dates.ts";
import { formatDuration } from "#ui/figures/format.ts";
import type { CustomerCall } from "../schemas.ts";

export type CustomerCallsListProps = { calls: readonly CustomerCall[]; now: Date; timezone: string };

const reasonWords: Record<string, string> = {
  billing: "Billing",
  scheduling: "Scheduling",
  technical: "Technical",
  tutor_complaint: "Complaint about a tutor",
  cancellation: "Cancellation",
  progress: "Progress",
  other: "Other",
};

/** Calls to support, newest first. */
export function CustomerCallsList({ calls, now, timezone }: CustomerCallsListProps) {
  if (calls.length === 0) return <p className="text-ink-muted">No calls to support so far.</p>;
  return (
    <ul className="flex flex-col">
      {calls.map(({ id, calledAt, reason, reasonCode, durationSeconds }) => (
        <li
          key={id}
          id={`calls-${id}`}
          className="flex scroll-mt-20 items-baseline justify-between gap-4 border-line border-t py-2 first:border-t-0 first:pt-0 target:bg-selected"
        >
          <span className="min-w-0">
            {reasonWords[reason] ?? reason}
            {reason === "other" && reasonCode !== "other" ? (
              <span className="text-ink-muted"> ({reasonCode})</span>
            ) : null}
            <time
              dateTime={calledAt}
              title={formatExact(calledAt, timezone)}
              className="block text-ink-muted text-sm"
            >
              {formatRelative(calledAt, now)} · {formatDateTime(calledAt, timezone)}
            </time>
          </span>
          <span className="tabular whitespace-nowrap text-ink-muted">{formatDuration(durationSeconds)}</span>
        </li>
      ))}
    </ul>
  );
}
