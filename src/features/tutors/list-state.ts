import { type TutorFlag, tutorFlags } from "#domain/tutors/tutor-flag.ts";
import { presentStatuses, type TutorStatus, tutorStatuses } from "#domain/tutors/tutor-status.ts";
import { type TutorTier, tutorTiers } from "#domain/tutors/tutor-tier.ts";
import { type TutorSort, tutorSorts } from "./tutor-order.ts";

/** What the address of the list of tutors says: everything that a colleague should see too. */
export type ListState = {
  view: "tutors" | "coaching";
  /** Empty means all. */
  tiers: readonly TutorTier[];
  flag: TutorFlag | null;
  subject: string | null;
  statuses: readonly TutorStatus[];
  sort: TutorSort;
  direction: "asc" | "desc";
  search: string;
  cursor: string | null;
  /** The tutor whose essentials are open. */
  open: number | null;
  /** The saved view that was opened; what is shown may differ from it by now. */
  saved: number | null;
};

/** Everybody who teaches, the least success first. */
export const firstState: ListState = {
  view: "tutors",
  tiers: [],
  flag: null,
  subject: null,
  statuses: presentStatuses,
  sort: "shrunken_success",
  direction: "asc",
  search: "",
  cursor: null,
  open: null,
  saved: null,
};

type Params = { get(name: string): string | null };

/** Reads the address; whatever it holds that is not one of ours counts as not there. */
export function readListState(params: Params): ListState {
  const tiers = params.get("tier")?.split(",") ?? [];
  const status = params.get("status");
  const named = tutorStatuses.filter((name) => status?.split(",").includes(name));
  return {
    view: params.get("view") === "coaching" ? "coaching" : "tutors",
    tiers: tutorTiers.filter((tier) => tiers.includes(tier)),
    flag: tutorFlags.find((flag) => flag === params.get("flag")) ?? null,
    subject: params.get("subject")?.slice(0, 100) || null,
    statuses: status === "all" ? [] : named.length > 0 ? named : presentStatuses,
    sort: tutorSorts.find((name) => name === params.get("sort")) ?? firstState.sort,
    direction: params.get("direction") === "desc" ? "desc" : "asc",
    search: (params.get("search") ?? "").slice(0, 100),
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
  if (state.view !== firstState.view) params.set("view", state.view);
  if (state.tiers.length > 0) params.set("tier", state.tiers.join(","));
  if (state.flag) params.set("flag", state.flag);
  if (state.subject) params.set("subject", state.subject);
  if (state.statuses.length === 0) params.set("status", "all");
  else if (state.statuses.join() !== presentStatuses.join()) params.set("status", state.statuses.join(","));
  if (state.sort !== firstState.sort) params.set("sort", state.sort);
  if (state.direction !== firstState.direction) params.set("direction", state.direction);
  if (state.search) params.set("search", state.search);
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
