import Link from "next/link";
import { formatDateTime, formatExact } from "#ui/figures/dates.ts";
import { formatDecimal } from "#ui/figures/format.ts";
import { Badge } from "#ui/primitives/badge.tsx";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#ui/primitives/table.tsx";
import type { TutorSession } from "../schemas.ts";

const stateWords = {
  scheduled: { status: "info", word: "Booked" },
  in_progress: { status: "info", word: "Running" },
  completed: { status: "neutral", word: "Completed" },
  cancelled: { status: "warning", word: "Cancelled" },
  no_show: { status: "critical", word: "No-show" },
} as const;

const cancelledBy = { customer: "by the customer", tutor: "by the tutor", system: "by the system" } as const;

export type TutorSessionsTableProps = { sessions: readonly TutorSession[]; timezone: string };

/** Sessions with their customers and ratings, booked ones on top. */
export function TutorSessionsTable({ sessions, timezone }: TutorSessionsTableProps) {
  if (sessions.length === 0)
    return (
      <EmptyState title="No sessions yet">
        Booked and completed sessions appear here, newest first.
      </EmptyState>
    );
  return (
    <Table>
      <caption className="sr-only">Sessions, newest first</caption>
      <TableHead>
        <TableRow>
          <TableHeader className="pl-card">When</TableHeader>
          <TableHeader>Customer</TableHeader>
          <TableHeader className="max-md:hidden">Subject</TableHeader>
          <TableHeader className="max-sm:hidden">State</TableHeader>
          <TableHeader className="pr-card text-right">Rating</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {sessions.map((session) => (
          <TableRow key={session.id}>
            <TableCell className="py-1.5 pl-card">
              <time dateTime={session.happenedAt} title={formatExact(session.happenedAt, timezone)}>
                {formatDateTime(session.happenedAt, timezone)}
              </time>
            </TableCell>
            <TableCell className="py-1.5">
              <Link
                href={`/customers/${session.customerId}`}
                prefetch={false}
                className="text-accent-ink hover:underline"
              >
                {session.customer}
              </Link>
              {session.isFirst ? <Badge className="ml-2">first</Badge> : null}
              <span className="block text-ink-muted text-sm md:hidden">{session.subject}</span>
            </TableCell>
            <TableCell className="text-ink-muted max-md:hidden">{session.subject}</TableCell>
            <TableCell className="max-sm:hidden">
              <StatusBadge {...stateWords[session.status]} variant="plain" />
              {session.cancelledBy ? (
                <span className="block text-ink-muted text-sm">{cancelledBy[session.cancelledBy]}</span>
              ) : null}
            </TableCell>
            <TableCell className="tabular pr-card text-right">
              {session.rating === null ? (
                <span className="text-ink-faint">{session.status === "completed" ? "not rated" : "–"}</span>
              ) : (
                <span className="font-medium">
                  {formatDecimal(session.rating, Number.isInteger(session.rating) ? 0 : 1)}
                  <span className="sr-only"> of 5</span>
                </span>
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
