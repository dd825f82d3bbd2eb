import Link from "next/link";
import { formatDate, formatExact, formatTime } from "#ui/figures/dates.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#ui/primitives/table.tsx";
import type { DecisionAge } from "../../decision-ages.ts";

export type DecisionTableProps = {
  decisions: readonly DecisionAge[];
  /** Pages that are there: a decision whose page is still to come is shown without a link. */
  pages: readonly string[];
  now: Date;
  timezone: string;
};

/** What is decided from which records, and until when those are known. */
export function DecisionTable({ decisions, pages, now, timezone }: DecisionTableProps) {
  return (
    <div className="rounded-lg border border-line bg-surface">
      <Table>
        <caption className="sr-only">What is decided from what, and how old it is</caption>
        <TableHead>
          <TableRow>
            <TableHeader>Decision</TableHeader>
            <TableHeader>Based on</TableHeader>
            <TableHeader className="max-sm:hidden">All known until</TableHeader>
            <TableHeader className="max-md:hidden">State</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {decisions.map((decision) => (
            <TableRow key={decision.decision}>
              <TableCell className="font-medium">
                {pages.includes(decision.href) ? (
                  <Link href={decision.href} prefetch={false} className="text-accent-ink hover:underline">
                    {decision.title}
                  </Link>
                ) : (
                  decision.title
                )}
              </TableCell>
              <TableCell className="py-1.5">{basis(decision, now, timezone)}</TableCell>
              <TableCell className="max-sm:hidden">
                {decision.knownUntil === null ? (
                  "–"
                ) : (
                  <RelativeTime at={decision.knownUntil} now={now} timezone={timezone} />
                )}
              </TableCell>
              <TableCell className="max-md:hidden">
                <StatusBadge {...lookOf(decision)} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function lookOf({ isStale, knownUntil }: DecisionAge) {
  if (knownUntil === null) return { status: "warning", word: "Not known yet" } as const;
  return isStale
    ? ({ status: "critical", word: "Stale" } as const)
    : ({ status: "good", word: "Current" } as const);
}

/** "sessions until 14:05, calls until 14:00", with the day where it is not today's. */
function basis({ basedOn }: DecisionAge, now: Date, timezone: string) {
  return basedOn.map(({ resource, knownUntil }, index) => (
    <span key={resource}>
      {index > 0 ? ", " : ""}
      {resource}{" "}
      {knownUntil === null ? (
        "not read yet"
      ) : (
        <>
          until{" "}
          <time dateTime={knownUntil} title={formatExact(knownUntil, timezone)}>
            {isToday(knownUntil, now, timezone) ? "" : `${formatDate(knownUntil, timezone)}, `}
            {formatTime(knownUntil, timezone)}
          </time>
        </>
      )}
    </span>
  ));
}

function isToday(at: string, now: Date, timezone: string): boolean {
  return formatDate(at, timezone) === formatDate(now, timezone);
}
