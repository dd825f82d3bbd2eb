import type { AssessedFlag } from "./flags.ts";

/** A flag as it is stored with its tutor. */
export type StoredFlag = AssessedFlag & {
  /** When it was shown as raised; null where it is not. */
  raisedAt: string | null;
  /** Raised by its certainty, but beyond this week's cap: it is not shown as raised yet. */
  waits: boolean;
  /** First sessions of the last four weeks: what goes on suffering while nothing is done. */
  sessionsAtStake: number;
};

/** The flag whose new ones are capped per week: it asks for a coach's time. */
const cappedCode = "needs_coaching";

export const isCapped = ({ code }: { code: string }) => code === cappedCode;

/**
 * What is assessed, with what is stored of it: a flag that stands keeps its instant; a new one is shown from now on, or waits where
 * its number is capped.
 */
export function carryFlags(
  assessed: readonly AssessedFlag[],
  stored: readonly StoredFlag[],
  { asOf, sessionsAtStake }: { asOf: Date; sessionsAtStake: number },
): StoredFlag[] {
  return assessed.map((flag) => {
    const before = stored.find(({ code }) => code === flag.code);
    const common = { ...flag, sessionsAtStake };
    if (!flag.isRaised) return { ...common, raisedAt: null, waits: false };
    if (before?.raisedAt) return { ...common, raisedAt: before.raisedAt, waits: false };
    return isCapped(flag)
      ? { ...common, raisedAt: null, waits: true }
      : { ...common, raisedAt: asOf.toISOString(), waits: false };
  });
}

export type WaitingFlag = { tutorId: number; certainty: number; sessionsAtStake: number };

/** Those of the waiting that are shown now: the worst first, by certainty × sessions at stake, as long as there is room. */
export function chooseWaiting(waiting: readonly WaitingFlag[], room: number): number[] {
  return [...waiting]
    .sort(
      (a, b) =>
        b.certainty * b.sessionsAtStake - a.certainty * a.sessionsAtStake ||
        b.certainty - a.certainty ||
        a.tutorId - b.tutorId,
    )
    .slice(0, Math.max(0, room))
    .map(({ tutorId }) => tutorId);
}

export type FlagChange = { tutorId: number; code: string; change: "raised" | "fell"; certainty: number };

/** Which flags came to be shown, and which are not shown any more. */
export function flagChanges(
  tutorId: number,
  before: readonly StoredFlag[],
  after: readonly StoredFlag[],
): FlagChange[] {
  return after.flatMap((flag): FlagChange[] => {
    const wasShown = before.some(({ code, raisedAt }) => code === flag.code && raisedAt !== null);
    const isShown = flag.raisedAt !== null;
    if (wasShown === isShown) return [];
    return [{ tutorId, code: flag.code, change: isShown ? "raised" : "fell", certainty: flag.certainty }];
  });
}

/** Codes of the flags that are shown. */
export function shownCodes(flags: readonly StoredFlag[]): string[] {
  return flags.filter(({ raisedAt }) => raisedAt !== null).map(({ code }) => code);
}
