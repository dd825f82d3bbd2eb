"use client";

import { useState } from "react";
import { componentWords, lookOfTier, unscoredText } from "#domain/customers/risk-tier.ts";
import { formatExact } from "#ui/figures/dates.ts";
import { formatSigned } from "#ui/figures/format.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { Button } from "#ui/primitives/button.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import { StatusShape } from "#ui/primitives/status-shape.tsx";
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
            className={`flex flex-wrap items-baseline gap-x-4 gap-y-0.5 border-line border-t py-2.5 first:border-t-0 first:pt-0 sm:grid sm:grid-cols-[6.5rem_7rem_1fr] ${change.asOf > seenUpTo ? "changed-value" : ""}`}
          >
            <RelativeTime
              at={change.asOf}
              now={now}
              timezone={timezone}
              className="text-ink-muted max-sm:order-1 max-sm:ml-auto max-sm:text-sm"
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

/** A cause that moved less than this says nothing; it is left out where others say more. */
const leastPoints = 0.05;

function Causes({ change, timezone }: { change: HealthChange; timezone: string }) {
  const moving = change.causes.filter(({ points }) => Math.abs(points) >= leastPoints);
  const telling = change.causes.filter((cause) => cause.points === 0 || moving.includes(cause));
  const causes = telling.length > 0 ? telling : change.causes;
  return (
    <div className="min-w-0 max-sm:order-2 max-sm:basis-full">
      {change.score === null ? <p>{sentence(unscoredText(change.unscoredReason))}</p> : null}
      <ul>
        {causes.map((cause) => (
          <li key={`${cause.component} ${cause.text}`}>
            <Cause cause={cause} tier={change.tier} />
          </li>
        ))}
      </ul>
      <TierMove change={change} />
      {causes.length === 0 && change.score !== null ? (
        <p className="text-ink-muted">
          {change.previousScore === null ? "The first score." : "Nothing is recorded of what moved it."}
        </p>
      ) : null}
      <span className="sr-only">{formatExact(change.asOf, timezone)}</span>
    </div>
  );
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The tier before and after, where a cause does not say it already. */
function TierMove({ change: { tier, previousTier, causes } }: { change: HealthChange }) {
  if (tier === null || tier === previousTier || causes.some(({ component }) => component === "tier"))
    return null;
  const { status, word } = lookOfTier(tier);
  return (
    <StatusBadge
      status={status}
      word={previousTier === null ? word : `Now ${word.toLowerCase()}`}
      variant="plain"
    />
  );
}

function Cause({ cause, tier }: { cause: HealthChange["causes"][number]; tier: HealthChange["tier"] }) {
  if (cause.component === "tier")
    return (
      <span className="inline-flex items-start gap-1.5 font-medium">
        <StatusShape status={lookOfTier(tier).status} className="mt-[3px]" />
        {sentence(cause.text)}
      </span>
    );
  return (
    <>
      {cause.points === 0 ? null : <span className="tabular font-medium">{signedPoints(cause.points)} </span>}
      {cause.component in componentWords ? (
        <span className="text-ink-muted">
          {componentWords[cause.component as keyof typeof componentWords]}:{" "}
        </span>
      ) : null}
      {cause.text}
      <Records records={cause.records} />
    </>
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
