import type { ReactNode } from "react";
import { formatDateTime } from "#ui/figures/dates.ts";
import { formatCount, formatDuration, formatSigned } from "#ui/figures/format.ts";
import { Callout } from "#ui/primitives/callout.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#ui/primitives/table.tsx";
import type { FindingKind } from "../../reconcile/findings.ts";
import type { ReconciliationDetail } from "../../reconcile/read-reports.ts";
import { secondsOf } from "./report-history.tsx";
import { findingWords, resourceWords, stageText, stateLook, triggerWords } from "./words.ts";

type ReportDetailsProps = { report: ReconciliationDetail; timezone: string };

/** Everything that one comparison found. */
export function ReportDetails({ report, timezone }: ReportDetailsProps) {
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StatusBadge {...stateLook(report)} />
        <span className="text-ink-muted text-sm">
          {report.state === "running"
            ? stageText(report)
            : `${triggerWords[report.trigger]}, ${formatDateTime(report.startedAt, timezone)}, took ${formatDuration(secondsOf(report))}`}
        </span>
      </div>
      {report.guard ? <Callout status="critical">{report.guard}</Callout> : null}
      {report.error ? <Callout status="critical">{report.error}</Callout> : null}
      <Figures report={report} />
      <Findings report={report} />
      <Days report={report} />
    </div>
  );
}

function Figures({ report }: { report: ReconciliationDetail }) {
  const figures: readonly (readonly [string, number])[] = [
    ["At the source", report.source],
    ["Stored here", report.stored],
    ["Missing here", report.missing],
    ["Extra here", report.extra],
    ["Mended", report.mended],
    ["Marked as deleted", report.deleted],
    ["Restored", report.restored],
    ["Stand-ins made", report.standIns],
  ];
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-2 sm:grid-cols-4">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt className="text-ink-muted text-sm">{name}</dt>
          <dd className="tabular font-medium text-lg">{formatCount(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Findings({ report }: { report: ReconciliationDetail }) {
  const kinds = (Object.keys(findingWords) as FindingKind[]).filter((kind) =>
    report.listed.some((finding) => finding.kind === kind),
  );
  if (kinds.length === 0) return null;
  return (
    <Section title="What was found">
      {report.findings > report.listed.length ? (
        <p className="text-ink-muted text-sm">
          The first {formatCount(report.listed.length)} of {formatCount(report.findings)} findings stand here.
        </p>
      ) : null}
      {kinds.map((kind) => {
        const found = report.listed.filter((finding) => finding.kind === kind);
        return (
          <div key={kind} className="flex flex-col gap-1">
            <h4 className="font-medium text-base">
              {findingWords[kind].title}{" "}
              <span className="tabular font-normal text-ink-muted">{formatCount(found.length)}</span>
            </h4>
            <p className="text-ink-muted text-sm">{findingWords[kind].text}</p>
            <ul className="flex max-h-48 flex-wrap gap-1 overflow-y-auto">
              {found.map(({ resource, id }) => (
                <li key={`${resource} ${id}`} className="rounded-sm bg-muted px-1.5 font-mono text-sm">
                  {resource === report.resource ? id : `${resourceWords[resource].slice(0, -1)} ${id}`}
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </Section>
  );
}

function Days({ report }: { report: ReconciliationDetail }) {
  if (report.days.length === 0) return null;
  return (
    <Section title="Days that differ in number">
      <p className="text-ink-muted text-sm">
        Live records by the day, in UTC, on which they were created. Ids are equal where nothing else is said,
        so a creation date was corrected at the source, or records wait in quarantine.
        {report.daysDiffering > report.days.length
          ? ` The latest ${formatCount(report.days.length)} of ${formatCount(report.daysDiffering)} days stand here.`
          : null}
      </p>
      <Table>
        <TableHead>
          <TableRow>
            <TableHeader>Day</TableHeader>
            <TableHeader className="text-right">Source</TableHeader>
            <TableHeader className="text-right">Stored</TableHeader>
            <TableHeader className="text-right">Difference</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {report.days.map(({ day, source, stored }) => (
            <TableRow key={day}>
              <TableCell>{day}</TableCell>
              <TableCell className="text-right">{formatCount(source)}</TableCell>
              <TableCell className="text-right">{formatCount(stored)}</TableCell>
              <TableCell className="text-right">{formatSigned(stored - source)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3">
      <h3 className="font-semibold text-base">{title}</h3>
      {children}
    </section>
  );
}
