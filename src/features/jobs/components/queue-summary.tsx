import { formatCount, formatDuration } from "#ui/figures/format.ts";
import type { KindsAnswer } from "../schemas.ts";
import { secondsSince } from "./job-words.ts";

const states = [
  { state: "active", name: "Running" },
  { state: "waiting", name: "Waiting" },
  { state: "failed", name: "Failed" },
  { state: "dead", name: "Dead" },
] as const;

/** The queue in a line: how much there is, and how far the work is behind. */
export function QueueSummary({ kinds, now }: { kinds: KindsAnswer; now: string }) {
  const total = (state: (typeof states)[number]["state"]) =>
    kinds.data.reduce((sum, { counts }) => sum + counts[state], 0);
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-3 lg:grid-cols-6">
      {states.map(({ state, name }) => (
        <Figure
          key={state}
          name={name}
          value={formatCount(total(state))}
          tone={toneOf(state, total(state))}
        />
      ))}
      <Figure
        name="Oldest waits"
        value={
          kinds.oldestDueAt === null ? "Nothing waits" : formatDuration(secondsSince(kinds.oldestDueAt, now))
        }
        note="Since it could have run"
      />
      <Figure name="Changes to deal with" {...changes(kinds.consumers, now)} />
    </dl>
  );
}

function toneOf(state: string, count: number): string {
  if (count === 0) return "text-ink";
  return state === "dead" ? "text-critical-ink" : state === "failed" ? "text-warning-ink" : "text-ink";
}

/** The reader of the change record that is the furthest behind. */
function changes(consumers: KindsAnswer["consumers"], now: string): { value: string; note: string } {
  const last = consumers.reduce<KindsAnswer["consumers"][number] | null>(
    (worst, reader) => (worst === null || reader.behind > worst.behind ? reader : worst),
    null,
  );
  if (last === null) return { value: "–", note: "Nobody has read changes yet" };
  if (last.behind === 0) return { value: "0", note: "Every reader is up to date" };
  const count = `${last.isMore ? "over " : ""}${formatCount(last.behind)}`;
  return {
    value: count,
    note: `${last.consumer}, ${formatDuration(secondsSince(last.oldestAt, now))} behind`,
  };
}

function Figure({
  name,
  value,
  note,
  tone = "text-ink",
}: {
  name: string;
  value: string;
  note?: string;
  tone?: string;
}) {
  return (
    <div className="flex min-w-0 flex-col bg-surface px-4 py-3">
      <dt className="text-ink-muted text-sm">{name}</dt>
      <dd className="flex min-w-0 flex-col">
        <span className={`tabular font-semibold text-lg ${tone}`}>{value}</span>
        {note ? <span className="text-ink-faint text-xs">{note}</span> : null}
      </dd>
    </div>
  );
}
