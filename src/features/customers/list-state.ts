import { type CustomerSort, customerSorts, type TierFilter, tierFilters } from "./customer-order.ts";

/** What the address of the customer list says: everything that a colleague should see too. */
export type ListState = {
  /** Empty means all. */
  tiers: TierFilter[];
  sort: CustomerSort;
  direction: "asc" | "desc";
  search: string;
  cursor: string | null;
  /** The customer whose essentials are open. */
  open: number | null;
};

/** At risk and critical, the worst first: the queue of the day. */
export const firstState: ListState = {
  tiers: ["critical", "at_risk"],
  sort: "score",
  direction: "asc",
  search: "",
  cursor: null,
  open: null,
};

type Params = { get(name: string): string | null };

/** Reads the address; whatever it holds that is not one of ours counts as not there. */
export function readListState(params: Params): ListState {
  const tier = params.get("tier");
  const named = tierFilters.filter((filter) => tier?.split(",").includes(filter));
  const sort = customerSorts.find((name) => name === params.get("sort")) ?? firstState.sort;
  const open = Number(params.get("open"));
  return {
    tiers: tier === "all" ? [] : named.length > 0 ? named : firstState.tiers,
    sort,
    direction: params.get("direction") === "desc" ? "desc" : "asc",
    search: (params.get("search") ?? "").slice(0, 100),
    cursor: params.get("cursor"),
    open: Number.isSafeInteger(open) && open > 0 ? open : null,
  };
}

/** The query of the address, without what is as it first was. */
export function writeListState(state: ListState): string {
  const params = new URLSearchParams();
  if (state.tiers.length === 0) params.set("tier", "all");
  else if (state.tiers.join() !== firstState.tiers.join()) params.set("tier", state.tiers.join(","));
  if (state.sort !== firstState.sort) params.set("sort", state.sort);
  if (state.direction !== firstState.direction) params.set("direction", state.direction);
  if (state.search) params.set("search", state.search);
  if (state.cursor) params.set("cursor", state.cursor);
  if (state.open) params.set("open", String(state.open));
  const text = params.toString().replaceAll("%2C", ",");
  return text ? `?${text}` : "";
}
