import { type QueueFilter, queueFilters } from "./queue-filter.ts";

/** What the address of the queue says. */
export type QueueState = {
  who: QueueFilter;
  /** `today`: only what fits into today. */
  cut: "today" | "none";
};

type Params = { get(name: string): string | null };

/** Reads the address; whatever it holds that is not one of ours counts as not there. */
export function readQueueState(params: Params): QueueState {
  const who = queueFilters.find((name) => name === params.get("who")) ?? "all";
  return { who, cut: params.get("cut") === "none" ? "none" : "today" };
}

/** The address of the queue in a state. */
export function queueAddress({ who, cut }: QueueState): string {
  const params = new URLSearchParams({
    ...(who === "all" ? {} : { who }),
    ...(cut === "today" ? {} : { cut }),
  });
  return params.size === 0 ? "/customers/queue" : `/customers/queue?${params}`;
}
