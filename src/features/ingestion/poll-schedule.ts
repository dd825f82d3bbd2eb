import { type Resource, resources } from "#sources/source.ts";
import { pollIntervalSeconds, pushedPollIntervalSeconds } from "./weights.ts";

export type PollSchedule = { resource: Resource; everySeconds: number };

/**
 * How often each resource is polled, in the order in which a first load takes them. A push proves only what it
 * carries, so resources in `pushed` are polled too, less often.
 */
export function pollSchedule(mode: "live" | "mock", pushed: readonly Resource[] = []): PollSchedule[] {
  return resources.map((resource) => {
    const usual = pollIntervalSeconds[mode][resource];
    const everySeconds = pushed.includes(resource) ? Math.max(usual, pushedPollIntervalSeconds) : usual;
    return { resource, everySeconds };
  });
}
