import { formatCount, formatDuration } from "#ui/figures/format.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#ui/primitives/table.tsx";
import type { Status } from "#ui/status.ts";
import type { ResourceStatus } from "../status.ts";

type ResourceTableProps = { resources: readonly ResourceStatus[]; now: string; timezone: string };

const words: Record<ResourceStatus["freshness"], { status: Status; word: string }> = {
  fresh: { status: "good", word: "fresh" },
  late: { status: "warning", word: "late" },
  stale: { status: "critical", word: "stale" },
  never_read: { status: "warning", word: "not read yet" },
};

/** What is read, how old it is, and what could not be taken. */
export function ResourceTable({ resources, now, timezone }: ResourceTableProps) {
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-surface">
      <Table>
        <TableHead>
          <TableRow>
            <TableHeader>Records</TableHeader>
            <TableHeader>State</TableHeader>
            <TableHeader>Last read</TableHeader>
            <TableHeader>Read every</TableHeader>
            <TableHeader>Last change</TableHeader>
            <TableHeader className="text-right">In quarantine</TableHeader>
            <TableHeader className="text-right">Held</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {resources.map((resource) => (
            <ResourceRow key={resource.resource} resource={resource} now={now} timezone={timezone} />
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function ResourceRow({
  resource,
  now,
  timezone,
}: {
  resource: ResourceStatus;
  now: string;
  timezone: string;
}) {
  const { lastSucceededAt, lastChange, lastError } = resource;
  return (
    <TableRow>
      <TableCell className="font-medium">{resource.resource}</TableCell>
      <TableCell>
        <StatusBadge {...words[resource.freshness]} />
        {lastError ? (
          <p className="mt-1 max-w-96 text-critical-ink text-sm">
            {lastError} Tried {formatCount(resource.failuresInARow)} times without success.
          </p>
        ) : null}
      </TableCell>
      <TableCell>
        {lastSucceededAt ? <RelativeTime at={lastSucceededAt} now={now} timezone={timezone} /> : "–"}
      </TableCell>
      <TableCell>{formatDuration(resource.intervalSeconds)}</TableCell>
      <TableCell>
        {lastChange ? (
          <>
            {formatCount(lastChange.inserted)} new, {formatCount(lastChange.updated)} changed,{" "}
            <RelativeTime at={lastChange.finishedAt} now={now} timezone={timezone} />
          </>
        ) : (
          "–"
        )}
      </TableCell>
      <TableCell className="tabular text-right">{formatCount(resource.quarantined)}</TableCell>
      <TableCell className="tabular text-right">{formatCount(resource.held)}</TableCell>
    </TableRow>
  );
}
