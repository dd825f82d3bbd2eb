import Link from "next/link";
import { formatDateTime } from "#ui/figures/dates.ts";
import { formatCount } from "#ui/figures/format.ts";
import { ErrorState } from "#ui/primitives/error-state.tsx";
import type { ActedOnMany } from "../schemas.ts";

/** How far an action for many customers has come. */
export type ManyProgress = {
  /** How many were selected when it began. */
  wanted: number;
  done: readonly number[];
  refused: ActedOnMany["refused"];
  isRunning: boolean;
  /** Why it stopped before the end. */
  fault: string | null;
};

export type ManyResultProps = {
  progress: ManyProgress;
  /** What is done with each, as in "handed to Bea". */
  doneWord: string;
  onRetry: () => void;
  timezone: string;
};

/** Progress while it runs; then how many it was done for, and everybody for whom it was not, with the reason. */
export function ManyResult({ progress, doneWord, onRetry, timezone }: ManyResultProps) {
  const { wanted, done, refused, isRunning, fault } = progress;
  const handled = done.length + refused.length;
  const left = wanted - handled;
  return (
    <div className="flex flex-col gap-4">
      {isRunning ? (
        <progress
          aria-label="Customers dealt with"
          value={handled}
          max={wanted}
          className="h-2 w-full accent-accent"
        />
      ) : null}
      <p role="status" className="tabular">
        {isRunning
          ? `${formatCount(handled)} of ${formatCount(wanted)}…`
          : `${formatCount(done.length)} of ${formatCount(wanted)} ${doneWord}.`}
        {!isRunning && fault === null && left > 0
          ? ` ${formatCount(left)} no longer ${left === 1 ? "matches" : "match"} the filter.`
          : ""}
      </p>
      {fault === null ? null : (
        <ErrorState
          what={`It stopped after ${formatCount(handled)}: ${fault}`}
          todo="What is done stays done. Try again for the others."
          onRetry={onRetry}
          className="px-0 py-0"
        />
      )}
      {refused.length > 0 ? <Refused refused={refused} timezone={timezone} /> : null}
    </div>
  );
}

function Refused({ refused, timezone }: { refused: ActedOnMany["refused"]; timezone: string }) {
  return (
    <section aria-label="Not done">
      <h3 className="mb-1 font-medium">Not done for {formatCount(refused.length)}</h3>
      <ul className="flex max-h-72 flex-col overflow-y-auto">
        {refused.map(({ customerId, name, why, from }) => (
          <li key={customerId} className="border-line border-t py-1.5 first:border-t-0">
            <Link href={`/customers/${customerId}`} prefetch={false} className="font-medium hover:underline">
              {name}
            </Link>
            <span className="block text-ink-muted text-sm">
              {why}
              {from === null ? "" : ` It may be done from ${formatDateTime(from, timezone)}.`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
