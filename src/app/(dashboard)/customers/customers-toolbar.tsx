"use client";

import { useState } from "react";
import { OwnerFilter } from "#features/customers/components/owner-filter.tsx";
import { TierFilters } from "#features/customers/components/tier-filters.tsx";
import { type ListState, readListState } from "#features/customers/list-state.ts";
import type { CustomerList } from "#features/customers/schemas.ts";
import { ListSearch } from "#ui/tables/list-search.tsx";
import { ExportLink } from "../export-link.tsx";
import { PageViews } from "../page-views.tsx";
import type { CustomersViewProps } from "./customers-view.tsx";
import { useColleagues } from "./use-colleagues.ts";
import { exportAddress } from "./use-customer-list.ts";
import type { ListChange } from "./use-list-state.ts";

export type CustomersToolbarProps = Pick<CustomersViewProps, "viewer" | "views" | "byEmail" | "now"> & {
  state: ListState;
  change: ListChange;
  page: CustomerList;
  /** What is shown, as a view of it would be kept. */
  viewQuery: string;
};

/** What cuts the list down, the views of it, and the file of it. */
export function CustomersToolbar(props: CustomersToolbarProps) {
  const { state, change, page, viewer } = props;
  const [asksColleagues, setAsksColleagues] = useState(false);
  // A filter by a colleague needs the name at once.
  const isColleagues = state.owner !== null && state.owner !== "me" && state.owner !== "nobody";
  const colleagues = useColleagues(viewer.canWork && (asksColleagues || isColleagues));
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
      <ListSearch
        value={state.search}
        by={props.byEmail ? "name, e-mail or id" : "name or id"}
        onSearch={(search) => change({ search, cursor: null }, "keep")}
      />
      <TierFilters
        chosen={state.tiers}
        counts={page.counts}
        onChange={(tiers) => change({ tiers, cursor: null })}
      />
      <div className="flex flex-wrap gap-2 min-[1180px]:ml-auto">
        <OwnerFilter
          owner={state.owner}
          colleagues={colleagues}
          userId={viewer.userId}
          onOpen={() => setAsksColleagues(true)}
          onChange={(owner) => change({ owner, cursor: null })}
        />
        <PageViews
          page="customers"
          pageName="Customers"
          initial={props.views}
          canShare={viewer.canWork}
          query={props.viewQuery}
          saved={state.saved}
          onOpen={(view) =>
            change({
              ...readListState(new URLSearchParams(view?.query ?? "")),
              saved: view?.id ?? null,
            })
          }
          now={props.now}
        />
        <ExportLink href={exportAddress(state)} rows={page.total} />
      </div>
    </div>
  );
}
