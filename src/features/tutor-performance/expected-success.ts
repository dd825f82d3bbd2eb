import { fitLogistic, predictLogistic } from "#domain/stats/logistic-regression.ts";

/** Parts of the day in the customer's time, by the hour at which a session starts. */
export const dayparts = ["night", "morning", "afternoon", "evening"] as const;

export type Daypart = (typeof dayparts)[number];

/** What a first session is like before anybody knows how it went. */
export type SessionKind = {
  subjectCode: string;
  /** The customer's first session of all, not only with this tutor. */
  isNewCustomer: boolean;
  daypart: Daypart;
};

/** Rated first sessions of one kind, of all tutors. */
export type KindTally = SessionKind & { successes: number; trials: number };

/** The success to be expected of a kind of first session. Plain data, so that it can be stored. */
export type ExpectedSuccess = {
  subjects: readonly string[];
  coefficients: readonly number[];
};

/**
 * How strongly an effect is held towards none: like having seen some ten sessions of it that went as all others do. A subject with
 * a handful of sessions keeps nearly the rate of all.
 */
const penalty = 2;

/** 6 to 12 is morning, to 17 afternoon, to 22 evening, the rest night. */
export function daypartOf(localHour: number): Daypart {
  if (localHour < 6 || localHour >= 22) return "night";
  if (localHour < 12) return "morning";
  return localHour < 17 ? "afternoon" : "evening";
}

/**
 * Logistic regression on subject, new or returning customer, and part of the day.
 * @returns null where no first session was rated yet
 */
export function fitExpectedSuccess(tallies: readonly KindTally[]): ExpectedSuccess | null {
  if (!tallies.some(({ trials }) => trials > 0)) return null;
  const subjects = [...new Set(tallies.map(({ subjectCode }) => subjectCode))].sort();
  const cells = tallies.map((tally) => ({ ...tally, features: featuresOf(tally, subjects) }));
  const penalties = featuresOf({ subjectCode: "", isNewCustomer: false, daypart: "evening" }, subjects).map(
    (_, index) => (index === 0 ? 0 : penalty),
  );
  return { subjects, coefficients: fitLogistic(cells, penalties).coefficients };
}

/** The expected share of successes, 0 to 1. A subject that was never seen has the level of all. */
export function expectSuccess({ subjects, coefficients }: ExpectedSuccess, kind: SessionKind): number {
  return predictLogistic({ coefficients }, featuresOf(kind, subjects));
}

function featuresOf(kind: SessionKind, subjects: readonly string[]): number[] {
  return [
    1,
    Number(kind.isNewCustomer),
    ...dayparts.map((daypart) => Number(kind.daypart === daypart)),
    ...subjects.map((subject) => Number(kind.subjectCode === subject)),
  ];
}
