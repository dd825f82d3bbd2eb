"use client";

import Link from "next/link";
import { formatPercent } from "#ui/figures/format.ts";
import { Button } from "#ui/primitives/button.tsx";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import { DataTable } from "#ui/tables/data-table.tsx";
import type { SubjectOverview } from "../schemas/subjects.ts";
import { formatBalance, formatSessions, hoursOf } from "./demand-words.ts";
import { subjectColumns } from "./subject-columns.tsx";
import { type SubjectFiltering, type SubjectSort, subjectSorts } from "./subject-order.ts";
import { hrefOf } from "./subject-timeline.tsx";

export type SubjectTableProps = {
  /** In the order in which they are shown. */
  subjects: readonly SubjectOverview[];
  filtering: SubjectFiltering;
  onSortChange: (change: Pick<SubjectFiltering, "sort" | "direction">) => void;
  onOpen: (code: string) => void;
  onShowAll: () => void;
};

/** Subjects with their week in figures, or as cards on a phone. */
export function SubjectTable({ subjects, filtering, onSortChange, onOpen, onShowAll }: SubjectTableProps) {
  const { sort, direction } = filtering;
  return (
    <DataTable
      caption="Subjects with demand and capacity of the next seven days"
      columns={subjectColumns}
      rows={subjects}
      rowId={({ code }) => code}
      rowLabel={({ name }) => name}
      sort={{ column: sort, direction }}
      onSortChange={(next) => {
        const found = subjectSorts.find((name) => name === (next.column as SubjectSort));
        if (found) onSortChange({ sort: found, direction: next.direction });
      }}
      onOpen={({ code }) => onOpen(code)}
      card={(subject) => <SubjectCard subject={subject} />}
      cardOpens
      empty={
        <EmptyState
          title="No subject matches"
          action={
            <Button size="sm" onClick={onShowAll}>
              Show all subjects
            </Button>
          }
        >
          Choose another category, or search for another name.
        </EmptyState>
      }
    />
  );
}

function SubjectCard({ subject }: { subject: SubjectOverview }) {
  const { hoursShort } = subject;
  return (
    <Link href={hrefOf(subject.code)} prefetch={false} className="flex flex-col gap-1">
      <span className="flex items-baseline justify-between gap-3">
        <span className="truncate font-medium text-lg">{subject.name}</span>
        {hoursShort === null ? null : hoursShort > 0 ? (
          <StatusBadge status="critical" word={`${hoursOf(hoursShort)} short`} variant="plain" />
        ) : (
          <StatusBadge status="good" word="Not short" variant="plain" />
        )}
      </span>
      <span className="tabular text-sm">
        {formatSessions(subject.expected)} expected, {formatPercent(subject.bookedShare, 0)} booked
      </span>
      <span className="tabular text-ink-muted text-sm">
        capacity {formatSessions(subject.capacity)}, balance {formatBalance(subject.balance)},{" "}
        {formatSessions(subject.expectedUnserved)} unserved
      </span>
    </Link>
  );
}
