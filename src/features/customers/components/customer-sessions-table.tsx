"use client";

import { Star } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { ChangedValue } from "#ui/figures/changed-value.tsx";
import { formatDate, formatExact, formatRelative, formatTime } from "#ui/figures/dates.ts";
import { formatDecimal } from "#ui/figures/format.ts";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#ui/primitives/table.tsx";
import type { CustomerSession } from "../schemas.ts";

export type CustomerSessionsTableProps = {
  sessions: readonly CustomerSession[];
  now: Date;
  timezone: string;
};

const stateWords = {
  scheduled: { status: "info", word: "Booked" },
  in_progress: { status: "info", word: "Running" },
  completed: { status: "neutral", word: "Completed" },
  cancelled: { status: "warning", word: "Cancelled" },
  no_show: { status: "critical", word: "No-show" },
} as const;

const cancelledBy = { customer: "by the customer", tutor: "by the tutor", system: "by the system" } as const;

/** Sessions with their ratings, booked ones on top. New rows and changed ratings are marked by a short fade. */
export function CustomerSessionsTable({ sessions, now, timezone }: CustomerSessionsTableProps) {
  const [known] = useState(() => new Set(sessions.map(({ id }) => id)));
  const [oldest] = useState(() => sessions.at(-1)?.happenedAt ?? "");
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
          <TableHeader>Tutor</TableHeader>
          <TableHeader className="max-md:hidden">Subject</TableHeader>
          <TableHeader className="max-sm:hidden">State</TableHeader>
          <TableHeader className="text-right max-sm:hidden">Length</TableHeader>
          <TableHeader className="pr-card text-right">Rating</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {sessions.map((session) => (
          <TableRow
            key={session.id}
            id={`sessions-${session.id}`}
            className={`scroll-mt-20 target:bg-selected ${!known.has(session.id) && session.happenedAt > oldest ? "changed-value" : ""}`}
          >
            <TableCell className="whitespace-nowrap py-1.5 pl-card">
              <time dateTime={session.happenedAt} title={formatExact(session.happenedAt, timezone)}>
                {formatDate(session.happenedAt, timezone)}
              </time>
              <span className="block text-ink-muted text-sm">
                {formatTime(session.happenedAt, timezone)} · {formatRelative(session.happenedAt, now)}
                <span className="max-sm:hidden">
                  {" "}
                  · <span className="font-mono">{session.id}</span>
                </span>
              </span>
            </TableCell>
            <TableCell className="py-1.5 max-sm:px-1">
              <Link href={`/tutors/${session.tutorId}`} prefetch={false} className="hover:underline">
                {session.tutor}
              </Link>
              <span className="block text-ink-muted text-sm md:hidden">{session.subject}</span>
              {session.status === "completed" ? null : (
                <span className="block sm:hidden">
                  <State session={session} />
                </span>
              )}
            </TableCell>
            <TableCell className="text-ink-muted max-md:hidden">{session.subject}</TableCell>
            <TableCell className="max-sm:hidden">
              <ChangedValue value={session.status}>
                <State session={session} />
              </ChangedValue>
            </TableCell>
            <TableCell className="text-right text-ink-muted max-sm:hidden">
              {session.durationMinutes === null ? "–" : `${session.durationMinutes}\u202fmin`}
            </TableCell>
            <TableCell className="pr-card text-right whitespace-nowrap max-sm:pl-1">
              <ChangedValue value={session.rating ?? "none"}>
                <Rating session={session} />
              </ChangedValue>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function State({ session }: { session: CustomerSession }) {
  const { status, word } = stateWords[session.status];
  if (session.status === "completed") return <span className="text-ink-muted">{word}</span>;
  return (
    <>
      <StatusBadge status={status} word={word} variant="plain" />
      {session.cancelledBy ? (
        <span className="block text-ink-muted text-sm">{cancelledBy[session.cancelledBy]}</span>
      ) : null}
    </>
  );
}

function Rating({ session: { rating, status } }: { session: CustomerSession }) {
  if (rating === null)
    return <span className="text-ink-faint">{status === "completed" ? "not rated" : "–"}</span>;
  return (
    <span className="inline-flex items-center gap-1 font-medium">
      <Star aria-hidden="true" className="size-3.5 fill-current text-ink-faint" />
      {formatDecimal(rating, Number.isInteger(rating) ? 0 : 1)}
      <span className="sr-only"> of 5</span>
    </span>
  );
}
