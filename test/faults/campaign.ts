import type { Ground } from "./ground/ground.ts";
import { makeSchedule } from "./make-schedule.ts";
import { type Outcome, runSchedule } from "./run-schedule.ts";
import { type Profile, profiles, type Schedule } from "./schedule.ts";
import { closeSlot, openSlot } from "./site.ts";

export type Campaign = {
  ground: Ground;
  seed: number;
  /** Numbers of the schedules, in the order in which they are begun. */
  indexes: readonly number[];
  /** Schedules at the same time. */
  jobs: number;
  wanted?: readonly Profile[];
  /** Begins no more schedules once it is aborted. */
  signal?: AbortSignal;
  onOutcome?: (outcome: Outcome) => void;
};

/** Runs schedules, some at the same time, and gives what became of each, in the order of their numbers. */
export async function runCampaign(campaign: Campaign): Promise<Outcome[]> {
  const { ground, seed, jobs, wanted = profiles, signal, onOutcome } = campaign;
  const waiting = [...campaign.indexes];
  const outcomes: Outcome[] = [];
  const work = async () => {
    const slot = await openSlot(ground);
    try {
      for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
        if (signal?.aborted) return;
        const outcome = await runSchedule(slot, makeSchedule(seed, index, wanted));
        // What was cut off by the stop tells nothing.
        if (signal?.aborted && outcome.faults.length > 0) return;
        outcomes.push(outcome);
        onOutcome?.(outcome);
      }
    } finally {
      await closeSlot(slot);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, waiting.length) }, work));
  return outcomes.sort((a, b) => a.schedule.index - b.schedule.index);
}

/** Schedules whose runs are too dear, or too much a matter of time, to be tried with fewer steps. */
const unshrinkable = new Set<Profile>(["worker", "disk"]);
const mostTries = 20;

/** Leaves out steps as long as the schedule still fails. */
export async function shrink(ground: Ground, schedule: Schedule): Promise<Schedule> {
  if (unshrinkable.has(schedule.profile)) return schedule;
  const slot = await openSlot(ground);
  let smallest = schedule;
  let tries = 0;
  try {
    for (let at = schedule.steps.length - 1; at >= 0 && tries < mostTries; at--) {
      tries++;
      const fewer = { ...smallest, steps: smallest.steps.filter((_, index) => index !== at) };
      if ((await runSchedule(slot, fewer)).faults.length > 0) smallest = fewer;
    }
    return smallest;
  } finally {
    await closeSlot(slot);
  }
}
