"use client";

import { KindsTable } from "#features/jobs/components/kinds-table.tsx";
import type { KindsAnswer } from "#features/jobs/schemas.ts";
import { formatCount, formatDuration } from "#ui/figures/format.ts";

type KindsViewProps = { query: { data: KindsAnswer }; now: string; timezone: string };

/** Kinds of jobs, and how far each reader of the change record is. */
export function KindsView({ query: { data }, now, timezone }: KindsViewProps) {
  return (
    <>
      <KindsTable kinds={data.data} now={now} timezone={timezone} />
      <section className="flex flex-col gap-2">
        <h2 className="font-medium text-base">Readers of the change record</h2>
        <p className="max-w-prose text-ink-muted text-sm">
          Each write says which customers, tutors and hours it touched. A reader that is behind has not worked
          out what follows from the newest writes.
        </p>
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {data.consumers.map((reader) => (
            <li key={reader.consumer} className="flex flex-wrap justify-between gap-x-4 px-4 py-2 text-base">
              <span className="font-medium">{reader.consumer}</span>
              <span className="tabular text-ink-muted">{lagText(reader, now)}</span>
            </li>
          ))}
          {data.consumers.length === 0 ? (
            <li className="px-4 py-2 text-ink-muted">Nobody has read changes yet.</li>
          ) : null}
        </ul>
      </section>
    </>
  );
}

function lagText({ behind, isMore, oldestAt }: KindsAnswer["consumers"][number], now: string): string {
  if (behind === 0 || oldestAt === null) return "Up to date";
  const seconds = Math.max(0, (Date.parse(now) - Date.parse(oldestAt)) / 1000);
  return `${isMore ? "over " : ""}${formatCount(behind)} changes, ${formatDuration(seconds)} behind`;
}
