"use client";

import { formatCount } from "#ui/figures/format.ts";
import { HoverNote } from "#ui/primitives/hover-note.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { OpenAlerts } from "../schemas.ts";
import { severityLook } from "./alert-look.ts";

/** How many alerts are open and the gravest severity; their titles on hover and focus. */
export function AlertsCell({ alerts }: { alerts: OpenAlerts | null }) {
  if (alerts === null) return <span className="text-ink-faint">–</span>;
  const { count, severity, titles } = alerts;
  const word = severityLook[severity].word.toLowerCase();
  return (
    <HoverNote
      label={`${formatCount(count)} open ${count === 1 ? "alert" : "alerts"}, the gravest: ${word}`}
      note={<Titles titles={titles} count={count} />}
      className="-mx-1.5 inline-flex min-h-7 cursor-default items-center rounded-md px-1.5"
    >
      <OpenAlertsBadge alerts={alerts} />
    </HoverNote>
  );
}

/** The gravest severity, and how many are open. */
export function OpenAlertsBadge({ alerts: { count, severity } }: { alerts: OpenAlerts }) {
  const { status, word } = severityLook[severity];
  return (
    <span className="inline-flex items-center gap-1.5">
      <StatusBadge status={status} word={word} variant="plain" />
      <span className="tabular text-ink-muted text-sm">{formatCount(count)}</span>
    </span>
  );
}

function Titles({ titles, count }: { titles: readonly string[]; count: number }) {
  const more = count - titles.length;
  return (
    <ul className="flex flex-col gap-1">
      {[...new Set(titles)].map((title) => (
        <li key={title}>{title}</li>
      ))}
      {more > 0 ? <li className="text-ink-muted">and {formatCount(more)} more</li> : null}
    </ul>
  );
}
