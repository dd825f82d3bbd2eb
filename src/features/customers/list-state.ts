import { type CustomerSort, customerSorts, type TierFilter, tierFilters } from "./customer-order.ts";

/** What the address of the customer list says: everything that a colleague should see too. */
export type ListState = {
  /** Empty means all. */
  tiers: TierFilter[];
  sort: CustomerSort;
  direction: "asc" | "desc";
  search: string;
  /** Whose customers: "me", "nobody" or the id of a colleague; null for everybody's. */
  owner: string | null;
  cursor: string | null;
  /** The customer whose essentials are open. */
  open: number | null;
  /** The saved view that was opened; what is shown may differ from it by now. */
  saved: number | null;
};

/** At risk and critical, the worst first: the queue of the day. */
export const firstState: ListState = {
  tiers: ["critical", "at_risk"],
  sort: "score",
  direction: "asc",
  search: "",
  owner: null,
  cursor: null,
  open: null,
  saved: null,
};

type Params = { get(name: string): string | null };

/** Reads the address; whatever it holds that is not one of ours counts as not there. */
export function readListState(params: Params): ListState {
  const tier = params.get("tier");
  const named = tierFilters.filter((filter) => tier?.split(",").includes(filter));
  const sort = customerSorts.find((name) => name === params.get("sort")) ?? firstState.sort;
  return {
    tiers: tier === "all" ? [] : named.length > 0 ? named : firstState.tiers,
    sort,
    direction: params.get("direction") === "desc" ? "desc" : "asc",
    search: (params.get("search") ?? "").slice(0, 100),
    owner: params.get("owner")?.slice(0, 200) || null,
    cursor: params.get("cursor"),
    open: readId(params.get("open")),
    saved: readId(params.get("saved")),
  };
}

function readId(text: string | null): number | null {
  const id = Number(text);
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}

/** The query of the address, without what is as it first was. */
export function writeListState(state: ListState): string {
  const params = new URLSearchParams();
  if (state.tiers.length === 0) params.set("tier", "all");
  else if (state.tiers.join() !== firstState.tiers.join()) params.set("tier", state.tiers.join(","));
  if (state.sort !== firstState.sort) params.set("sort", state.sort);
  if (state.direction !== firstState.direction) params.set("direction", state.direction);
  if (state.search) params.set("search", state.search);
  if (state.owner) params.set("owner", state.owner);
  if (state.cursor) params.set("cursor", state.cursor);
  if (state.open) params.set("open", String(state.open));
  if (state.saved) params.set("saved", String(state.saved));
  const text = params.toString().replaceAll("%2C", ",");
  return text ? `?${text}` : "";
}

/** The query of a saved view: what is looked at, without the place and what is open; "" is the first state. */
export function viewQueryOf(query: string): string {
  const state = readListState(new URLSearchParams(query));
  return writeListState({ ...state, cursor: null, open: null, saved: null });
}
