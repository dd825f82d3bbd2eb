"use client";

import dynamic from "next/dynamic";
import { useCallback, useState } from "react";
import { CustomerListTable } from "#features/customers/components/customer-list-table.tsx";
import type { CustomerSort } from "#features/customers/customer-order.ts";
import { type ListState, viewQueryOf, writeListState } from "#features/customers/list-state.ts";
import type { CustomerList, CustomerListItem } from "#features/customers/schemas.ts";
import type { SavedView } from "#features/saved-views/schemas.ts";
import { useNow } from "#ui/figures/use-now.ts";
import { ChangedNote } from "#ui/tables/changed-note.tsx";
import { BulkActions } from "./bulk-actions.tsx";
import { CustomersToolbar } from "./customers-toolbar.tsx";
import { useCustomerList } from "./use-customer-list.ts";
import { useListState } from "./use-list-state.ts";
import { useSelection } from "./use-selection.ts";

const CustomerSheet = dynamic(() => import("./customer-sheet.tsx").then((module) => module.CustomerSheet), {
  ssr: false,
});

export type CustomersViewProps = {
  initial: CustomerList;
  initialState: ListState;
  viewer: { userId: string; canWork: boolean };
  views: SavedView[];
  /** What an address without a query stands for. */
  firstQuery: string;
  now: string;
  timezone: string;
  byEmail: boolean;
};

export function CustomersView(props: CustomersViewProps) {
  const { initial, viewer, timezone } = props;
  const now = useNow(props.now, 30);
  const [state, change] = useListState(useState(props.firstQuery)[0]);
  const { query, rows, moved, showNewest } = useCustomerList(state, props);
  const open = useCallback((customer: CustomerListItem) => change({ open: customer.id }), [change]);
  const page = query.data;
  const total = (page ?? initial).total;
  const filter = viewQueryOf(writeListState(state));
  const selection = useSelection(JSON.stringify([state.tiers, state.search, state.owner]), {
    ids: rows.map(({ id }) => String(id)),
    total,
  });
  return (
    <div className="flex flex-col gap-4">
      <CustomersToolbar {...props} state={state} change={change} page={page ?? initial} viewQuery={filter} />
      <ChangedNote count={moved} onShow={showNewest} />
      <CustomerListTable
        rows={rows}
        page={page}
        status={query.isError && !page ? "error" : query.isPlaceholderData ? "loading" : "ready"}
        error={{
          what: `The customers could not be read: ${query.error?.message ?? ""}`,
          todo: "Try again; the filters stay as they are.",
          onRetry: () => query.refetch(),
        }}
        sort={{ column: state.sort, direction: state.direction }}
        onSortChange={({ column, direction }) =>
          change({ sort: column as CustomerSort, direction, cursor: null })
        }
        onOpen={open}
        onPage={(cursor) => {
          change({ cursor });
          window.scrollTo({ top: 0 });
        }}
        isFiltered={state.search !== "" || state.tiers.length > 0 || state.owner !== null}
        onShowAll={() => change({ search: "", tiers: [], owner: null, cursor: null })}
        {...(viewer.canWork ? { selection: selection.rows } : {})}
        now={now}
        timezone={timezone}
      />
      {viewer.canWork ? (
        <BulkActions
          selection={selection}
          total={total}
          filter={filter}
          seenAt={(page ?? initial).asOf}
          userId={viewer.userId}
          now={now}
          timezone={timezone}
        />
      ) : null}
      {state.open === null ? null : (
        <CustomerSheet
          id={state.open}
          known={rows.find(({ id }) => id === state.open)}
          now={now}
          timezone={timezone}
          onClose={() => change({ open: null }, "keep")}
        />
      )}
    </div>
  );
}
