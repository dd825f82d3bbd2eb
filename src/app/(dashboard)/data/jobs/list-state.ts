import { type JobState, jobStates } from "#features/jobs/job-states.ts";

/** What the address of the list of jobs says. */
export type ListState = {
  /** Null: all that are not done. */
  state: JobState | null;
  job: string | null;
  schedule: string | null;
  search: string;
  cursor: string | null;
  /** The job whose sheet is open. */
  open: string | null;
};

type Params = { get(name: string): string | null };

/** Reads the address; a state that there is not counts as not there. */
export function readListState(params: Params): ListState {
  const state = params.get("state");
  const text = (name: string) => params.get(name)?.slice(0, 500) || null;
  return {
    state: jobStates.find((known) => known === state) ?? null,
    job: text("job"),
    schedule: text("schedule"),
    search: (params.get("search") ?? "").slice(0, 200),
    cursor: text("cursor"),
    open: text("open"),
  };
}

/** The query of the address, without what is not set. */
export function writeListState(state: ListState): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) if (value) params.set(name, value);
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

export const jobsPerPage = 50;
