import { type QueueFilter, queueFilters } from "./queue-filter.ts";

/** What the address of the queue says. */
export type QueueState = {
  who: QueueFilter;
  /** `today`: only what fits into today. */
  cut: "today" | "none";
  /** The saved view that was opened; what is shown may differ from it by now. */
  saved: number | null;
};

type Params = { get(name: string): string | null };

/** Reads the address; whatever it holds that is not one of ours counts as not there. */
export function readQueueState(params: Params): QueueState {
  const who = queueFilters.find((name) => name === params.get("who")) ?? "all";
  const saved = Number(params.get("saved"));
  return {
    who,
    cut: params.get("cut") === "none" ? "none" : "today",
    saved: Number.isSafeInteger(saved) && saved > 0 ? saved : null,
  };
}

/** The query of the address, without what is as it first was. */
export function writeQueueState({ who, cut, saved }: QueueState): string {
  const params = new URLSearchParams();
  if (who !== "all") params.set("who", who);
  if (cut !== "today") params.set("cut", cut);
  if (saved) params.set("saved", String(saved));
  return params.size === 0 ? "" : `?${params}`;
}

/** The query of a saved view: what is looked at; "" is the first state. */
export function viewQueryOf(query: string): string {
  return writeQueueState({ ...readQueueState(new URLSearchParams(query)), saved: null });
}
