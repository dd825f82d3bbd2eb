import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "#platform/errors.ts";
import type { Demonstration, FollowContext, Found } from "./demonstration.ts";

const lookEveryMs = 200;

export type Reached = Found & { step: string; afterSeconds: number };

export type FollowOptions = {
  steps: Demonstration["steps"];
  /** From when the seconds count, as performance.now() gave it. */
  startedMs: number;
  /** After so many seconds without the next step it is given up. */
  mostSeconds: number;
  signal: AbortSignal;
  onReached(reached: Reached): void;
};

/**
 * Waits until each step has happened, one after the other. Throws unavailable where one does not come, with what to
 * look at then.
 */
export async function followSteps(ctx: FollowContext, options: FollowOptions): Promise<Reached[]> {
  const { steps, startedMs, mostSeconds, signal, onReached } = options;
  const reached: Reached[] = [];
  for (const { name, awaits, find } of steps) {
    let found = await find(ctx);
    while (found === null) {
      if (performance.now() - startedMs > mostSeconds * 1000) throw notReached(awaits, mostSeconds);
      await sleep(lookEveryMs, undefined, { signal });
      found = await find(ctx);
    }
    const afterSeconds = Math.round((performance.now() - startedMs) / 100) / 10;
    const step = { ...found, step: name, afterSeconds };
    reached.push(step);
    onReached(step);
  }
  return reached;
}

function notReached(awaits: string, seconds: number): AppError {
  return new AppError(
    "unavailable",
    `After ${seconds} ${seconds === 1 ? "second" : "seconds"} ${awaits} did not come. "ops doctor" says whether source and worker run, "ops jobs list" what waits.`,
  );
}
