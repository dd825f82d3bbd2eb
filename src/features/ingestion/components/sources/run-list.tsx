import { formatDateTime } from "#ui/figures/dates.ts";
import { formatCount, formatDuration } from "#ui/figures/format.ts";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { Status } from "#ui/status.ts";
import type { IngestionRun } from "../../resources-api.ts";

export type RunListProps = { runs: readonly IngestionRun[]; timezone: string };

const looks: Readonly<Record<string, { status: Status; word: string }>> = {
  running: { status: "info", word: "Running" },
  succeeded: { status: "good", word: "Succeeded" },
  failed: { status: "critical", word: "Failed" },
};
const triggers: Readonly<Record<string, string>> = {
  schedule: "by schedule",
  manual: "by hand",
  command: "by command",
  import: "from a file",
};

/** The last times that a resource was read. */
export function RunList({ runs, timezone }: RunListProps) {
  if (runs.length === 0)
    return <EmptyState title="Not read yet">Its first poll will be listed here.</EmptyState>;
  return (
    <ol className="flex flex-col divide-y divide-line">
      {runs.map((run) => (
        <Run key={run.id} run={run} timezone={timezone} />
      ))}
    </ol>
  );
}

function Run({ run, timezone }: { run: IngestionRun; timezone: string }) {
  const { startedAt, finishedAt, trigger, received, inserted, updated, quarantined, held, error } = run;
  return (
    <li className="flex flex-col gap-0.5 py-2.5">
      <span className="flex flex-wrap items-center justify-between gap-x-3">
        <span>
          <span className="tabular font-medium">{formatDateTime(startedAt, timezone)}</span>{" "}
          <span className="text-ink-muted text-sm">{triggers[trigger] ?? trigger}</span>
        </span>
        <StatusBadge {...(looks[run.state] ?? { status: "neutral", word: run.state })} variant="plain" />
      </span>
      <span className="tabular text-ink-muted text-sm">
        {formatCount(received)} received, {formatCount(inserted)} new, {formatCount(updated)} changed
        {quarantined > 0 ? `, ${formatCount(quarantined)} rejected` : ""}
        {held > 0 ? `, ${formatCount(held)} held` : ""}
        {finishedAt ? `, in ${duration(startedAt, finishedAt)}` : ""}
      </span>
      {error ? <span className="text-critical-ink text-sm">{error}</span> : null}
    </li>
  );
}

function duration(from: string, to: string): string {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  return seconds < 1 ? "under 1\u00a0s" : formatDuration(seconds);
}
