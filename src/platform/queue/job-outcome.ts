import { AppError, type ErrorCode } from "../errors.ts";

/** What becomes of a job that threw: it is tried again, let go, or kept for a person to look at. */
export type JobOutcome = "retry" | "drop" | "dead-letter";

const outcomes: Record<ErrorCode, JobOutcome> = {
  // What the job was about is gone: nothing is left to do.
  not_found: "drop",
  // Trying again changes nothing; a person has to.
  invalid_input: "dead-letter",
  unauthenticated: "dead-letter",
  forbidden: "dead-letter",
  too_large: "dead-letter",
  misconfigured: "dead-letter",
  source_rejected: "dead-letter",
  // May pass.
  conflict: "retry",
  rate_limited: "retry",
  source_unavailable: "retry",
  source_malformed: "retry",
  unavailable: "retry",
  internal: "retry",
};

/** The outcome for something that a job threw; what nobody expected is tried again. */
export function outcomeOf(error: unknown): JobOutcome {
  return error instanceof AppError ? outcomes[error.code] : "retry";
}

/** Longest wait between two tries. */
const mostWaitSeconds = 3_600;

/**
 * Milliseconds to wait before the next try: base · 2^(tries − 1), of which a random half is taken off so that
 * jobs that failed together do not come back together; at least what the other side asked for.
 * `random` is in [0, 1).
 */
export function retryDelayMs(facts: {
  triesMade: number;
  backoffSeconds: number;
  askedSeconds: number;
  random: number;
}): number {
  const wait = Math.min(mostWaitSeconds, facts.backoffSeconds * 2 ** Math.max(0, facts.triesMade - 1));
  return Math.round(Math.max(wait * (1 - facts.random / 2), facts.askedSeconds) * 1000);
}
