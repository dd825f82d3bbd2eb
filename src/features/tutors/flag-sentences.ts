import { certaintyWords } from "#domain/tutors/certainty-words.ts";
import type { TutorLimits } from "./limits-in-force.ts";
import type { StoredFlag } from "./stored-evidence.ts";

type Said = Pick<StoredFlag, "code" | "certainty" | "evidence">;

/**
 * What speaks for a flag, in sentences: the counts, what they are compared with, and how certain it is that the true
 * rate lies beyond the limit. The same for a flag that is not raised: then the certainty is low.
 */
export function flagSentence(flag: Said, limits: TutorLimits): string {
  if (flag.code === "needs_coaching") return slipSentence(flag);
  if (flag.code === "high_cancellation") return cancellationSentence(flag, limits.cancelling.windowDays);
  return successSentence(flag, limits.underperforming.windowDays);
}

function successSentence({ certainty, evidence }: Said, windowDays: number): string {
  const { successes, trials, limit, expectedRate } = evidence;
  const stretch = stretchWords(windowDays);
  const seen =
    trials === 0
      ? `No first session was rated in the last ${stretch}.`
      : `${successes} of ${trials} first sessions succeeded in the last ${stretch}; ${percent(expectedRate)} would be expected of these subjects, customers and hours.`;
  return `${seen} With ${certaintyWords(certainty)} certainty the rate is under ${percent(limit)}.`;
}

function slipSentence({ certainty, evidence }: Said): string {
  const { successes, trials, limit, drop } = evidence;
  if (drop === null) {
    return `${successes} of ${trials} first sessions succeeded in the last weeks; no week was found since which they succeed less often.`;
  }
  const { rate } = drop.before;
  const size = rate > 0 ? dropWords(1 - limit / rate) : "much";
  const seen = `${successes} of ${trials} first sessions succeeded since ${dayWords(drop.sinceDay)}; before, ${percent(rate)}.`;
  return `${seen} With ${certaintyWords(certainty)} certainty the rate has dropped by ${size} or more.`;
}

function cancellationSentence({ certainty, evidence }: Said, windowDays: number): string {
  const { successes, trials, limit, expectedRate } = evidence;
  const stretch = stretchWords(windowDays);
  const seen =
    trials === 0
      ? `No session was due in the last ${stretch}.`
      : `The tutor cancelled ${successes} of ${trials} sessions in the last ${stretch}; ${percent(expectedRate)} is usual.`;
  return `${seen} With ${certaintyWords(certainty)} certainty the share is above ${percent(limit)}.`;
}

/** The calendar day with this number, as YYYY-MM-DD. */
export function dayOfNumber(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

const days = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", timeZone: "UTC" });
const dayWords = (day: number) => days.format(day * 86_400_000);

const stretchWords = (windowDays: number) =>
  windowDays % 7 === 0 ? `${windowDays / 7} weeks` : `${windowDays} days`;

const percent = (share: number) => `${Math.round(share * 100)}\u00a0%`;

const named: readonly [number, string][] = [
  [0.1, "a tenth"],
  [0.2, "a fifth"],
  [0.25, "a quarter"],
  [0.5, "half"],
];

function dropWords(drop: number): string {
  return named.find(([share]) => Math.abs(share - drop) < 0.005)?.[1] ?? percent(drop);
}
