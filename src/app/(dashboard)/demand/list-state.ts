import {
  firstDirection,
  type SubjectFiltering,
  subjectSorts,
} from "#features/demand/components/subject-order.ts";

/** What the address of the overview of demand says: everything that a colleague should see too. */
export type ListState = SubjectFiltering;

/** The most sessions that cannot be served first. */
export const firstState: ListState = { sort: "worst", direction: "desc", search: "", category: null };

type Params = { get(name: string): string | null };

/** Reads the address; whatever it holds that is not one of ours counts as not there. */
export function readListState(params: Params): ListState {
  const sort = subjectSorts.find((name) => name === params.get("sort")) ?? firstState.sort;
  const direction = params.get("direction");
  return {
    sort,
    direction: direction === "asc" || direction === "desc" ? direction : firstDirection(sort),
    search: (params.get("search") ?? "").slice(0, 100),
    category: params.get("category")?.slice(0, 100) || null,
  };
}

/** The query of the address, without what is as it first was. */
export function writeListState(state: ListState): string {
  const params = new URLSearchParams();
  if (state.sort !== firstState.sort) params.set("sort", state.sort);
  if (state.direction !== firstDirection(state.sort)) params.set("direction", state.direction);
  if (state.search) params.set("search", state.search);
  if (state.category) params.set("category", state.category);
  const text = params.toString();
  return text ? `?${text}` : "";
}
