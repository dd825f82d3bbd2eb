"use client";

import { useMemo } from "react";
import { formatCount } from "#ui/figures/format.ts";
import { Button } from "#ui/primitives/button.tsx";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import type { ErrorStateProps } from "#ui/primitives/error-state.tsx";
import { Pagination } from "#ui/primitives/pagination.tsx";
import type { Sort } from "#ui/tables/data-column.ts";
import { DataTable } from "#ui/tables/data-table.tsx";
import type { TutorList, TutorListItem } from "../schemas.ts";
import { TutorCard } from "./tutor-card.tsx";
import { tutorColumns } from "./tutor-columns.tsx";

export type TutorListTableProps = {
  /** Rows in the places in which they are shown. */
  rows: readonly TutorListItem[];
  page: TutorList;
  status: "ready" | "loading" | "error";
  error: ErrorStateProps;
  sort: Sort;
  onSortChange: (sort: Sort) => void;
  onOpen: (tutor: TutorListItem) => void;
  onPage: (cursor: string | null) => void;
  /** Whether a search or a filter hides tutors. */
  isFiltered: boolean;
  onShowAll: () => void;
};

/** One page of tutors as a table, or as cards on a phone. */
export function TutorListTable(props: TutorListTableProps) {
  const { rows, page, status, onOpen, onPage } = props;
  const { leastRated } = page;
  const columns = useMemo(() => tutorColumns({ leastRated, onOpen }), [leastRated, onOpen]);
  const last = page.offset + rows.length;
  return (
    <DataTable
      caption="Tutors with their first-session success"
      columns={columns}
      rows={rows}
      rowId={({ id }) => String(id)}
      rowLabel={({ name }) => name}
      status={status}
      error={props.error}
      sort={props.sort}
      onSortChange={props.onSortChange}
      onOpen={onOpen}
      card={(tutor) => <TutorCard tutor={tutor} leastRated={leastRated} />}
      empty={<Empty isFiltered={props.isFiltered} onShowAll={props.onShowAll} />}
      footer={
        page.total > 0 ? (
          <Pagination
            summary={`${formatCount(page.offset + 1)}–${formatCount(last)} of ${formatCount(Math.max(page.total, last))}`}
            hasPrevious={page.previousCursor !== null}
            hasNext={page.nextCursor !== null}
            onPrevious={() => onPage(page.previousCursor)}
            onNext={() => onPage(page.nextCursor)}
            busy={status === "loading"}
          />
        ) : null
      }
      skeletonRows={12}
    />
  );
}

function Empty({ isFiltered, onShowAll }: { isFiltered: boolean; onShowAll: () => void }) {
  if (!isFiltered)
    return (
      <EmptyState title="No tutors yet">
        Tutors appear here once the first records have come in from the source.
      </EmptyState>
    );
  return (
    <EmptyState
      title="No tutor matches"
      action={
        <Button size="sm" onClick={onShowAll}>
          Show all tutors
        </Button>
      }
    >
      Choose other tiers, flags or subjects, or search for another name.
    </EmptyState>
  );
}
