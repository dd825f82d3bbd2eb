import { formatCount } from "#ui/figures/format.ts";
import { Callout } from "#ui/primitives/callout.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { Status } from "#ui/status.ts";
import type { QuarantineRequest } from "../../quarantine/schemas.ts";
import { lookOfOutcome, outcomeLooks } from "./outcome-words.ts";

export type RequestSummaryProps = { request: QuarantineRequest; onDismiss: () => void };

/** What happened to each record of a retry: in numbers, and one by one. */
export function RequestSummary({ request, onDismiss }: RequestSummaryProps) {
  const { waiting, outcomes, records } = request;
  const total = waiting + outcomes.reduce((sum, outcome) => sum + outcome.records, 0);
  return (
    <Callout status={statusOf(request)} title={titleOf(waiting, total)} onDismiss={onDismiss}>
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {waiting > 0 ? <Count records={waiting} look={lookOfOutcome(null)} /> : null}
        {outcomes.map(({ outcome, records: count }) => (
          <Count key={outcome} records={count} look={outcomeLooks[outcome]} />
        ))}
      </ul>
      <details className="mt-1">
        <summary className="cursor-pointer text-accent-ink text-sm">What happened to each</summary>
        <ul className="mt-1 flex max-h-60 flex-col gap-1 overflow-y-auto text-sm">
          {records.map(({ id, resource, key, outcome, note }) => (
            <li key={id}>
              {resource} <span className="font-mono">{key}</span>:{" "}
              <span className="font-medium">{lookOfOutcome(outcome).word}</span>
              {note === null ? null : `. ${note}`}
            </li>
          ))}
          {total > records.length ? <li>and {formatCount(total - records.length)} more</li> : null}
        </ul>
      </details>
    </Callout>
  );
}

function Count({ records, look }: { records: number; look: { status: Status; word: string } }) {
  return (
    <li className="inline-flex items-center gap-1.5">
      <span className="tabular font-medium">{formatCount(records)}</span>
      <StatusBadge {...look} variant="plain" />
    </li>
  );
}

function titleOf(waiting: number, total: number): string {
  const records = total === 1 ? "1 record" : `${formatCount(total)} records`;
  return waiting > 0 ? `Trying ${records} again` : `${records} tried again`;
}

function statusOf({ waiting, outcomes }: QuarantineRequest): Status {
  if (waiting > 0) return "info";
  const isGood = outcomes.every(({ outcome }) => outcome === "taken" || outcome === "held");
  return isGood ? "good" : "warning";
}
