import { type PollSchedule, pollSchedule } from "#features/ingestion/poll-schedule.ts";
import { env } from "#platform/env.ts";

/** How often each resource is read in this installation. */
export function currentPollSchedule(): readonly PollSchedule[] {
  return pollSchedule(env().SOURCE_MODE, env().SOURCE_PUSHES ?? []);
}
