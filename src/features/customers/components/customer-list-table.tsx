"use client";

import { type ReactNode, useMemo } from "react";
import { formatCount } from "#ui/figures/format.ts";
import { Button } from "#ui/primitives/button.tsx";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import type { ErrorStateProps } from "#ui/primitives/error-state.tsx";
import { Pagination } from "#ui/primitives/pagination.tsx";
import type { Sort } from "#ui/tables/data-column.ts";
import { DataTable } from "#ui/tables/data-table.tsx";
import type { RowSelection } from "#ui/tables/use-row-selection.ts";
import type { CustomerList, CustomerListItem } from "../schemas.ts";
import { CustomerCard } from "./customer-card.tsx";
import { customerColumns } from "./customer-columns.tsx";

export type CustomerListTableProps = {
  /** Rows in the places in which they are shown. */
  rows: readonly CustomerListItem[];
  page: CustomerList | undefined;
  status: "ready" | "loading" | "error";
  error?: ErrorStateProps;
  sort: Sort;
  onSortChange: (sort: Sort) => void;
  onOpen: (customer: CustomerListItem) => void;
  onPage: (cursor: string | null) => void;
  /** Whether a search or a tier filter hides customers. */
  isFiltered: boolean;
  onShowAll: () => void;
  /** Absent where the reader may not work on customers. */
  selection?: RowSelection;
  now: Date;
  timezone: string;
};

/** One page of customers as a table, or as cards on a phone. */
export function CustomerListTable(props: CustomerListTableProps) {
  const { rows, page, status, error, now, timezone, onOpen } = props;
  // By the minute: columns made anew at every tick would draw each cell again.
  const minute = Math.floor(now.getTime() / 60_000);
  const columns = useMemo(
    () => customerColumns({ now: new Date(minute * 60_000 + 59_999), timezone, onOpen }),
    [minute, timezone, onOpen],
  );
  return (
    <DataTable
      caption="Customers with their health"
      columns={columns}
      rows={rows}
      rowId={({ id }) => String(id)}
      rowLabel={({ name }) => name}
      status={status}
      {...(error ? { error } : {})}
      sort={props.sort}
      onSortChange={props.onSortChange}
      onOpen={onOpen}
      {...(props.selection ? { selection: props.selection } : {})}
      cardOpens
      card={(customer) => <CustomerCard customer={customer} now={now} timezone={timezone} />}
      empty={<Empty isFiltered={props.isFiltered} onShowAll={props.onShowAll} />}
      footer={page && page.total > 0 ? <Pages {...props} page={page} /> : null}
      skeletonRows={12}
    />
  );
}

function Pages({ page, rows, status, onPage }: CustomerListTableProps & { page: CustomerList }): ReactNode {
  const last = page.offset + rows.length;
  const summary = `${formatCount(page.offset + 1)}–${formatCount(last)} of ${formatCount(Math.max(page.total, last))}`;
  return (
    <Pagination
      summary={summary}
      hasPrevious={page.previousCursor !== null}
      hasNext={page.nextCursor !== null}
      onPrevious={() => onPage(page.previousCursor)}
      onNext={() => onPage(page.nextCursor)}
      busy={status === "loading"}
    />
  );
}

function Empty({ isFiltered, onShowAll }: { isFiltered: boolean; onShowAll: () => void }) {
  if (!isFiltered)
    return (
      <EmptyState title="No customers yet">
        Customers appear here once the first records have come in from the source. The dot above says how old
        the data is.
      </EmptyState>
    );
  return (
    <EmptyState
      title="No customer matches"
      action={
        <Button size="sm" onClick={onShowAll}>
          Show all customers
        </Button>
      }
    >
      Choose other tiers, or search for another name.
    </EmptyState>
  );
}
