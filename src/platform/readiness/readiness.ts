import { AppError } from "../errors.ts";
import type { Log } from "../log.ts";

export type CheckState = {
  name: string;
  state: "serves" | "degraded" | "fails";
  /** One sentence, where something is to be said. */
  detail: string | null;
};

/** A part that must serve. It throws, or answers a sentence, where it does not. */
export type Check = { name: string; run: () => Promise<string | null> };

export type Readiness = { isReady: boolean; checks: CheckState[] };

const mostSeconds = 3;

/** Runs all checks at once, each with a time limit, and says whether everything serves. */
export async function checkReadiness(checks: readonly Check[], log: Log): Promise<Readiness> {
  const states = await Promise.all(checks.map((check) => runCheck(check, log)));
  return { isReady: states.every(({ state }) => state !== "fails"), checks: states };
}

async function runCheck({ name, run }: Check, log: Log): Promise<CheckState> {
  try {
    const fault = await within(run());
    return { name, state: fault === null ? "serves" : "fails", detail: fault };
  } catch (error) {
    log.warn({ err: error, check: name }, "a part of the product does not serve");
    // Anybody may ask: what a driver says can name hosts and users.
    const detail = error instanceof AppError ? error.message : "It does not answer; the log says why.";
    return { name, state: "fails", detail };
  }
}

async function within(work: Promise<string | null>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`It did not answer within ${mostSeconds} seconds.`), mostSeconds * 1000);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
