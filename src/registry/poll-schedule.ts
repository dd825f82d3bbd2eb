import { type PollSchedule, pollSchedule } from "#features/ingestion/poll-schedule.ts";
import { clockSpeed } from "#platform/clock.ts";
import { env } from "#platform/env.ts";

/** How often each resource is read in this installation, in seconds of the machine's clock, by which the queue goes. */
export function queuePollSchedule(): readonly PollSchedule[] {
  return pollSchedule(env().SOURCE_MODE, env().SOURCE_PUSHES ?? []);
}

/** The same in seconds of the product's clock, by which ages are told and which may run faster. */
export function currentPollSchedule(): readonly PollSchedule[] {
  const speed = clockSpeed(env());
  return queuePollSchedule().map((poll) => ({
    ...poll,
    everySeconds: Math.round(poll.everySeconds * speed),
  }));
}
