import { formatCount, formatDuration } from "#ui/figures/format.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#ui/primitives/table.tsx";
import type { Status } from "#ui/status.ts";
import type { ResourceStatus } from "../status.ts";

type ResourceTableProps = { resources: readonly ResourceStatus[]; now: string; timezone: string };

const words: Record<ResourceStatus["freshness"], { status: Status; word: string }> = {
  fresh: { status: "good", word: "Fresh" },
  late: { status: "warning", word: "Late" },
  stale: { status: "critical", word: "Stale" },
  never_read: { status: "warning", word: "Not read yet" },
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
            <TableHeader className="max-md:hidden">Read every</TableHeader>
            <TableHeader className="max-md:hidden">Last change</TableHeader>
            <TableHeader className="text-right max-sm:hidden">In quarantine</TableHeader>
            <TableHeader className="text-right max-sm:hidden">Held</TableHeader>
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
      <TableCell className="font-medium">
        {resource.resource.charAt(0).toUpperCase() + resource.resource.slice(1)}
        {resource.quarantined + resource.held > 0 ? (
          <span className="block font-normal text-ink-muted text-sm sm:hidden">
            {formatCount(resource.quarantined)} in quarantine, {formatCount(resource.held)} held
          </span>
        ) : null}
      </TableCell>
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
      <TableCell className="max-md:hidden">{formatDuration(resource.intervalSeconds)}</TableCell>
      <TableCell className="max-md:hidden">
        {lastChange ? (
          <>
            {formatCount(lastChange.inserted)} new, {formatCount(lastChange.updated)} changed,{" "}
            <RelativeTime at={lastChange.finishedAt} now={now} timezone={timezone} />
          </>
        ) : (
          "–"
        )}
      </TableCell>
      <TableCell className="tabular text-right max-sm:hidden">{formatCount(resource.quarantined)}</TableCell>
      <TableCell className="tabular text-right max-sm:hidden">{formatCount(resource.held)}</TableCell>
    </TableRow>
  );
}
