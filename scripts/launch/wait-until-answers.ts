import { setTimeout as sleep } from "node:timers/promises";
import { AppError, errorMessage } from "../../src/platform/errors.ts";

/** Asks an address until it answers with a status that will do; throws what it said last when time is up. */
export async function waitUntilAnswers(
  address: string,
  willDo: (status: number) => boolean,
  limitSeconds: number,
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + limitSeconds * 1000;
  let last = "nothing";
  while (performance.now() < deadline) {
    signal.throwIfAborted();
    try {
      const answer = await fetch(address, { signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]) });
      last = `${answer.status} ${(await answer.text()).slice(0, 400)}`;
      if (willDo(answer.status)) return;
    } catch (error) {
      last = errorMessage(error);
    }
    await sleep(400, undefined, { signal });
  }
  throw new AppError(
    "unavailable",
    `${address} did not answer within ${limitSeconds} seconds; last: ${last}`,
  );
}
