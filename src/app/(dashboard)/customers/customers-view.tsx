"use client";

import dynamic from "next/dynamic";
import { useCallback } from "react";
import { ChangedNote } from "#features/customers/components/changed-note.tsx";
import { CustomerListTable } from "#features/customers/components/customer-list-table.tsx";
import { CustomerSearch } from "#features/customers/components/customer-search.tsx";
import { TierFilters } from "#features/customers/components/tier-filters.tsx";
import type { CustomerSort } from "#features/customers/customer-order.ts";
import type { ListState } from "#features/customers/list-state.ts";
import type { CustomerList, CustomerListItem } from "#features/customers/schemas.ts";
import { useNow } from "#ui/figures/use-now.ts";
import { useCustomerList } from "./use-customer-list.ts";
import { useListState } from "./use-list-state.ts";

const CustomerSheet = dynamic(() => import("./customer-sheet.tsx").then((module) => module.CustomerSheet), {
  ssr: false,
});

export type CustomersViewProps = {
  initial: CustomerList;
  initialState: ListState;
  now: string;
  timezone: string;
  byEmail: boolean;
};

export function CustomersView(props: CustomersViewProps) {
  const { initial, timezone, byEmail } = props;
  const now = useNow(props.now, 30);
  const [state, change] = useListState();
  const { query, rows, moved, showNewest } = useCustomerList(state, props);
  const open = useCallback((customer: CustomerListItem) => change({ open: customer.id }), [change]);
  const page = query.data;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <CustomerSearch
          value={state.search}
          byEmail={byEmail}
          onSearch={(search) => change({ search, cursor: null }, "keep")}
        />
        <TierFilters
          chosen={state.tiers}
          counts={(page ?? initial).counts}
          onChange={(tiers) => change({ tiers, cursor: null })}
        />
      </div>
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
        isFiltered={state.search !== "" || state.tiers.length > 0}
        onShowAll={() => change({ search: "", tiers: [], cursor: null })}
        now={now}
        timezone={timezone}
      />
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
