import Link from "next/link";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#ui/primitives/table.tsx";
import type { DecisionAge } from "../../decision-ages.ts";
import { DecisionBasis } from "./decision-basis.tsx";

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
              <TableCell className="py-1.5">
                <DecisionBasis basedOn={decision.basedOn} now={now} timezone={timezone} />
              </TableCell>
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
