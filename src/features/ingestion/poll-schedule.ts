import { type Resource, resources } from "#sources/source.ts";
import { pollIntervalSeconds } from "./weights.ts";

export type PollSchedule = { resource: Resource; everySeconds: number };

/** How often each resource is polled, in the order in which a first load takes them. */
export function pollSchedule(mode: "live" | "mock"): PollSchedule[] {
  return resources.map((resource) => ({ resource, everySeconds: pollIntervalSeconds[mode][resource] }));
}
