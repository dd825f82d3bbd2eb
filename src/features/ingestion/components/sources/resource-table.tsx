"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { formatCount, formatDuration } from "#ui/figures/format.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { Button } from "#ui/primitives/button.tsx";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { DataColumn } from "#ui/tables/data-column.ts";
import { DataTable } from "#ui/tables/data-table.tsx";
import type { ResourceStatus } from "../../status.ts";
import { ReadingProgress } from "./reading-progress.tsx";
import { capitalised, freshnessLooks, systemOf } from "./resource-words.ts";

export type ResourceTableProps = {
  resources: readonly ResourceStatus[];
  now: Date;
  timezone: string;
  /** Resources that somebody has asked to be read and that are not being read yet. */
  asked: ReadonlySet<string>;
  /** Only for those who may. */
  onReadNow?: (resource: ResourceStatus["resource"]) => void;
  onOpen: (resource: ResourceStatus) => void;
};

/** What is read, from where, how old it is, how much there is, and what could not be taken. */
export function ResourceTable({ resources, onOpen, ...more }: ResourceTableProps) {
  return (
    <DataTable
      caption="Resources"
      columns={columnsFor(more)}
      rows={resources}
      rowId={({ resource }) => resource}
      rowLabel={({ resource }) => resource}
      sort={null}
      onOpen={onOpen}
      empty={<EmptyState title="No resource is read">Set the addresses of the sources.</EmptyState>}
      card={(row) => <ResourceCard row={row} {...more} />}
    />
  );
}

type Around = Omit<ResourceTableProps, "resources" | "onOpen">;

function columnsFor(around: Around): DataColumn<ResourceStatus>[] {
  const { now, timezone } = around;
  const ago = (at: string | null) => (at ? <RelativeTime at={at} now={now} timezone={timezone} /> : "–");
  return [
    {
      id: "resource",
      header: "Records",
      cell: ({ resource }) => (
        <div className="py-1.5">
          <span className="font-medium">{capitalised(resource)}</span>
          <span className="block text-ink-muted text-sm">{systemOf(resource)}</span>
        </div>
      ),
    },
    { id: "state", header: "State", wrap: true, cell: (row) => <State row={row} asked={around.asked} /> },
    {
      id: "read",
      header: "Last success",
      cell: ({ lastSucceededAt, intervalSeconds }) => (
        <>
          {ago(lastSucceededAt)}
          <span className="block text-ink-muted text-sm">every {formatDuration(intervalSeconds)}</span>
        </>
      ),
    },
    { id: "stored", header: "Stored", align: "end", cell: ({ stored }) => <Stored stored={stored} /> },
    {
      id: "change",
      header: "Last change",
      hideBelow: "xl",
      cell: (row) => <LastChange row={row} ago={ago} />,
    },
    {
      id: "newest",
      header: "Newest change seen",
      hideBelow: "lg",
      cell: ({ newestChangeAt }) => ago(newestChangeAt),
    },
    {
      id: "quarantined",
      header: "Quarantine",
      align: "end",
      hideBelow: "lg",
      cell: (row) => <Quarantined row={row} isLink={around.onReadNow !== undefined} />,
    },
    { id: "held", header: "Held", align: "end", hideBelow: "lg", cell: ({ held }) => formatCount(held) },
    ...(around.onReadNow
      ? [{ id: "act", header: "", cell: (row: ResourceStatus) => <ReadNow row={row} {...around} /> }]
      : []),
  ];
}

function State({ row, asked }: { row: ResourceStatus; asked: ReadonlySet<string> }) {
  const { lastError, failuresInARow, running } = row;
  return (
    <div className="flex flex-col gap-1">
      <StatusBadge {...freshnessLooks[row.freshness]} className="self-start" />
      {running ? <ReadingProgress running={running} /> : null}
      {running === null && asked.has(row.resource) ? (
        <span className="text-ink-muted text-sm">Waiting for a worker</span>
      ) : null}
      {lastError ? (
        <p className="max-w-96 text-critical-ink text-sm">
          {lastError} Tried {formatCount(failuresInARow)} {failuresInARow === 1 ? "time" : "times"} without
          success.
        </p>
      ) : null}
    </div>
  );
}

function Stored({ stored: { records, isEstimate } }: Pick<ResourceStatus, "stored">) {
  if (!isEstimate) return <>{formatCount(records)}</>;
  return <span title="The database's estimate: counting would take long">about {formatCount(records)}</span>;
}

function LastChange({ row, ago }: { row: ResourceStatus; ago: (at: string) => ReactNode }) {
  const { lastChange } = row;
  if (lastChange === null) return <>–</>;
  const { inserted, updated, finishedAt } = lastChange;
  const brought = [
    inserted > 0 ? `${formatCount(inserted)} new` : null,
    updated > 0 ? `${formatCount(updated)} changed` : null,
  ];
  return (
    <>
      {ago(finishedAt)}
      <span className="block text-ink-muted text-sm">
        {brought.filter((text) => text !== null).join(", ")}
      </span>
    </>
  );
}

function Quarantined({ row: { resource, quarantined }, isLink }: { row: ResourceStatus; isLink: boolean }) {
  if (!isLink || quarantined === 0) return <>{formatCount(quarantined)}</>;
  return (
    <Link
      href={`/data/quarantine?resource=${resource}`}
      prefetch={false}
      className="text-accent-ink hover:underline"
    >
      {formatCount(quarantined)}
    </Link>
  );
}

function ReadNow({ row, asked, onReadNow }: Around & { row: ResourceStatus }) {
  const isBusy = row.running !== null || asked.has(row.resource);
  return (
    <Button
      size="sm"
      busy={isBusy}
      aria-label={`Read now: ${row.resource}`}
      onClick={() => onReadNow?.(row.resource)}
    >
      {isBusy ? "Reading" : "Read now"}
    </Button>
  );
}

function ResourceCard({ row, ...around }: Around & { row: ResourceStatus }) {
  const { resource, lastSucceededAt, stored, quarantined, held } = row;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-start justify-between gap-3">
        <span>
          <span className="font-medium">{capitalised(resource)}</span>
          <span className="block text-ink-muted text-sm">{systemOf(resource)}</span>
        </span>
        {around.onReadNow ? <ReadNow row={row} {...around} /> : null}
      </div>
      <State row={row} asked={around.asked} />
      <p className="text-ink-muted text-sm">
        Read{" "}
        {lastSucceededAt ? (
          <RelativeTime at={lastSucceededAt} now={around.now} timezone={around.timezone} />
        ) : (
          "never"
        )}
        , every {formatDuration(row.intervalSeconds)}. <Stored stored={stored} /> stored,{" "}
        {formatCount(quarantined)} in quarantine, {formatCount(held)} held.
      </p>
    </div>
  );
}
