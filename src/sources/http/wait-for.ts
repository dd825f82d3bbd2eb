import { setTimeout as sleep } from "node:timers/promises";

/** Waits, and ends early by throwing the signal's reason when it is aborted. */
export async function waitFor(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
