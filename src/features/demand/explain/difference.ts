import type { ForecastExplanation } from "../schemas/explanation.ts";

/** A forecast of an hour, by what it is made of. */
export type Composed = {
  kind: string;
  /** The model's mean before it looks at bookings. */
  wholeMean: number;
  booked: number;
  meanWithoutOverride: number;
  mean: number;
};

type Cause = NonNullable<ForecastExplanation["difference"]>["causes"][number];

/** A difference is worth a word from this share of the earlier mean on, and from this many sessions. */
const largeShare = 0.25;
const largeSessions = 1;
/** Causes that move less than this are left out, in sessions. */
const leastSessions = 0.005;

/**
 * What changed a forecast from one run to the next, in parts that add up to the change: the model's own mean (another model,
 * or the same one with the history since), what bookings add to it, and what overrides add to that.
 */
export function compareForecasts(
  before: Composed,
  now: Composed,
): { change: number; isLarge: boolean; causes: Cause[] } {
  const change = now.mean - before.mean;
  const model = now.wholeMean - before.wholeMean;
  const bookings = now.meanWithoutOverride - now.wholeMean - (before.meanWithoutOverride - before.wholeMean);
  const override = now.mean - now.meanWithoutOverride - (before.mean - before.meanWithoutOverride);
  const isOther = now.kind !== before.kind;
  const causes: Cause[] = [
    {
      cause: isOther ? "model" : "history",
      sessions: model,
      sentence: isOther
        ? `Another model serves this subject: ${now.kind} instead of ${before.kind}.`
        : "What came since then changed level or profile.",
    },
    {
      cause: "bookings",
      sessions: bookings,
      sentence: `${now.booked} booked now, ${before.booked} then, with less time left to book.`,
    },
    { cause: "override", sessions: override, sentence: "An override began, ended or was changed." },
  ];
  return {
    change,
    isLarge: Math.abs(change) >= Math.max(largeSessions, largeShare * before.mean),
    causes: causes
      .filter(({ sessions }) => Math.abs(sessions) >= leastSessions)
      .sort((a, b) => Math.abs(b.sessions) - Math.abs(a.sessions)),
  };
}
