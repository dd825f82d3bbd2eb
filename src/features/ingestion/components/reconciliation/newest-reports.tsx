"use client";

import { RefreshCw } from "lucide-react";
import { formatCount } from "#ui/figures/format.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { Button } from "#ui/primitives/button.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#ui/primitives/table.tsx";
import type { ReconciliationSummary } from "../../reconcile/read-reports.ts";
import type { ReconciledResource } from "../../reconcile/reconciled-resource.ts";
import { resourceWords, stageText, stateLook } from "./words.ts";

export type NewestReportsProps = {
  newest: readonly ReconciliationSummary[];
  /** The resource that was asked for and has not begun. */
  queued: ReconciledResource | null;
  now: string;
  timezone: string;
  onOpen: (id: number) => void;
  onStart: (resource: ReconciledResource) => void;
};

/** The last comparison of each resource. */
export function NewestReports({ newest, ...props }: NewestReportsProps) {
  return (
    <div className="rounded-lg border border-line bg-surface">
      <Table>
        <TableHead>
          <TableRow>
            <TableHeader>Records</TableHeader>
            <TableHeader>State</TableHeader>
            <TableHeader className="px-2 text-right max-md:hidden lg:px-3">Source</TableHeader>
            <TableHeader className="px-2 text-right max-md:hidden lg:px-3">Stored</TableHeader>
            <TableHeader className="px-2 text-right max-md:hidden lg:px-3">Missing</TableHeader>
            <TableHeader className="px-2 text-right max-md:hidden lg:px-3">Extra</TableHeader>
            <TableHeader className="px-2 text-right max-md:hidden lg:px-3">Mended</TableHeader>
            <TableHeader className="max-lg:hidden">When</TableHeader>
            <TableHeader aria-label="Actions" />
          </TableRow>
        </TableHead>
        <TableBody>
          {(Object.keys(resourceWords) as ReconciledResource[]).map((resource) => (
            <ResourceRow
              key={resource}
              resource={resource}
              report={newest.find((one) => one.resource === resource)}
              {...props}
            />
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

type ResourceRowProps = Omit<NewestReportsProps, "newest"> & {
  resource: ReconciledResource;
  report: ReconciliationSummary | undefined;
};

function ResourceRow({ resource, report, queued, now, timezone, onOpen, onStart }: ResourceRowProps) {
  const isRunning = report?.state === "running";
  const figures = report && [report.source, report.stored, report.missing, report.extra, report.mended];
  return (
    <TableRow>
      <TableCell className="font-medium">
        {report ? (
          <button
            type="button"
            className="rounded-sm text-accent-ink hover:underline"
            onClick={() => onOpen(report.id)}
          >
            {resourceWords[resource]}
          </button>
        ) : (
          resourceWords[resource]
        )}
      </TableCell>
      <TableCell className="py-1.5">
        <State report={report} isQueued={queued === resource} now={now} timezone={timezone} />
      </TableCell>
      {(figures ?? ["–", "–", "–", "–", "–"]).map((figure, at) => (
        <TableCell key={figureNames[at]} className="px-2 text-right max-md:hidden lg:px-3">
          {typeof figure === "number" ? formatCount(figure) : figure}
        </TableCell>
      ))}
      <TableCell className="whitespace-nowrap max-lg:hidden">
        {report ? (
          <RelativeTime at={report.finishedAt ?? report.startedAt} now={now} timezone={timezone} />
        ) : (
          "–"
        )}
      </TableCell>
      <TableCell className="text-right">
        <Button
          size="sm"
          className="max-lg:px-2"
          disabled={isRunning || queued === resource}
          onClick={() => onStart(resource)}
          aria-label={`Reconcile now: ${resource}`}
        >
          <RefreshCw aria-hidden className="size-4 lg:hidden" />
          <span className="max-lg:hidden">Reconcile now</span>
        </Button>
      </TableCell>
    </TableRow>
  );
}

const figureNames = ["source", "stored", "missing", "extra", "mended"];

function State({
  report,
  isQueued,
  now,
  timezone,
}: {
  report: ReconciliationSummary | undefined;
  isQueued: boolean;
  now: string;
  timezone: string;
}) {
  if (isQueued) return <StatusBadge status="info" word="Queued" />;
  if (report === undefined) return <StatusBadge status="neutral" word="Not compared yet" />;
  const about = aboutState(report);
  return (
    <>
      <StatusBadge {...stateLook(report)} />
      {about ? <p className="mt-1 max-w-96 text-ink-muted text-sm">{about}</p> : null}
      <p className="tabular mt-1 text-ink-muted text-sm md:hidden">
        Source {formatCount(report.source)}, stored {formatCount(report.stored)}
      </p>
      <p className="mt-1 text-ink-muted text-sm lg:hidden">
        <RelativeTime at={report.finishedAt ?? report.startedAt} now={now} timezone={timezone} />
      </p>
    </>
  );
}

/** What to know beside the word; null where the word says it all. */
function aboutState(report: ReconciliationSummary): string | null {
  if (report.state === "running") return stageText(report);
  if (report.state === "failed") return report.error;
  if (report.state === "held_back") return `${formatCount(report.extra)} would have been marked as deleted.`;
  if (report.state !== "differs") return null;
  const unmended = report.missing + report.extra - report.mended;
  const parts = [
    unmended > 0 ? `${formatCount(unmended)} not mended` : null,
    report.daysDiffering > 0 ? `${formatCount(report.daysDiffering)} ${days(report.daysDiffering)}` : null,
  ];
  return parts.filter((part) => part !== null).join(", ");
}

const days = (count: number) => (count === 1 ? "day differs in number" : "days differ in number");
