"use client";

import { useState } from "react";
import { componentWords, lookOfTier, unscoredText } from "#domain/customers/risk-tier.ts";
import { formatExact } from "#ui/figures/dates.ts";
import { formatSigned } from "#ui/figures/format.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { Button } from "#ui/primitives/button.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { HealthChange } from "../health-schemas.ts";
import { pointsOf } from "./score-line.ts";

export type HealthLedgerProps = { changes: readonly HealthChange[]; now: Date; timezone: string };

const firstShown = 6;
const shownPerStep = 20;

const recordWords = { sessions: "session", calls: "call", goals: "goal" } as const;

/** What moved the score, change by change, with the records behind. New entries are marked by a short fade. */
export function HealthLedger({ changes, now, timezone }: HealthLedgerProps) {
  const [shown, setShown] = useState(firstShown);
  const [seenUpTo] = useState(() => changes[0]?.asOf ?? "");
  return (
    <div>
      <ol className="flex flex-col">
        {changes.slice(0, shown).map((change) => (
          <li
            key={change.asOf}
            className={`grid grid-cols-[4.5rem_1fr] gap-x-4 border-line border-t py-2.5 first:border-t-0 first:pt-0 sm:grid-cols-[7rem_6.5rem_1fr] ${change.asOf > seenUpTo ? "changed-value" : ""}`}
          >
            <RelativeTime
              at={change.asOf}
              now={now}
              timezone={timezone}
              className="text-ink-muted max-sm:order-2 max-sm:col-span-2 max-sm:text-sm"
            />
            <Moved change={change} />
            <Causes change={change} timezone={timezone} />
          </li>
        ))}
      </ol>
      {changes.length > shown ? (
        <Button size="sm" className="mt-2" onClick={() => setShown(shown + shownPerStep)}>
          Show {Math.min(shownPerStep, changes.length - shown)} more
        </Button>
      ) : null}
    </div>
  );
}

function Moved({ change }: { change: HealthChange }) {
  const points = pointsOf(change);
  return (
    <p className="tabular whitespace-nowrap">
      <span className="font-medium">
        {change.previousScore === null ? "" : `${change.previousScore} → `}
        {change.score ?? "no score"}
      </span>
      {points === 0 ? null : <span className="text-ink-muted"> {formatSigned(points)}</span>}
    </p>
  );
}

function Causes({ change, timezone }: { change: HealthChange; timezone: string }) {
  const { status, word } = lookOfTier(change.tier);
  const hasMovedTier = change.tier !== change.previousTier && change.tier !== null;
  return (
    <div className="min-w-0 max-sm:order-1">
      {hasMovedTier ? <StatusBadge status={status} word={word} variant="plain" /> : null}
      {change.score === null ? <p>{unscoredText(change.unscoredReason)}</p> : null}
      <ul>
        {change.causes.map((cause) => (
          <li key={`${cause.component} ${cause.text}`}>
            {cause.points === 0 ? null : (
              <span className="tabular font-medium">{signedPoints(cause.points)} </span>
            )}
            {cause.component in componentWords && cause.points !== 0 ? (
              <span className="text-ink-muted">
                {componentWords[cause.component as keyof typeof componentWords]}:{" "}
              </span>
            ) : null}
            {cause.text}
            <Records records={cause.records} />
          </li>
        ))}
      </ul>
      {change.causes.length === 0 ? (
        <p className="text-ink-muted">
          {change.previousScore === null ? "First score." : "Nothing is recorded of what moved it."}
        </p>
      ) : null}
      <span className="sr-only">{formatExact(change.asOf, timezone)}</span>
    </div>
  );
}

const signedPoints = (points: number) => formatSigned(points, Math.abs(points) < 9.95 ? 1 : 0);

const recordsShown = 3;

/** The records behind a cause, as links to their rows further down the page. */
function Records({ records }: { records: HealthChange["causes"][number]["records"] }) {
  if (records.length === 0) return null;
  const more = records.length - recordsShown;
  return (
    <span className="text-ink-muted text-sm">
      {" ("}
      {records.slice(0, recordsShown).map(({ resource, id }, index) => (
        <span key={`${resource} ${id}`}>
          {index > 0 ? ", " : ""}
          <a href={`#${resource}-${id}`} className="whitespace-nowrap hover:text-ink hover:underline">
            {recordWords[resource]} {id}
          </a>
        </span>
      ))}
      {more > 0 ? ` and ${more} more` : ""})
    </span>
  );
}
