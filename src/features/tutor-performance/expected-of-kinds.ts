import { type Daypart, dayparts, type ExpectedSuccess, expectSuccess } from "./expected-success.ts";

/**
 * The expected success of each kind of first session in thousandths, by subject, then by `keyOfKind`: whole numbers add
 * up the same in any order, and the model of the next day, which is a little another one, gives most kinds the same
 * ones. So what is stored of a year ago need not be written again every night.
 */
export type ExpectedOfKinds = Record<string, Record<string, number>>;

/** "new evening", "known night"; the query of records makes the same keys. */
const keyOfKind = (isNewCustomer: boolean, daypart: Daypart) =>
  `${isNewCustomer ? "new" : "known"} ${daypart}`;

const thousand = 1_000;

/** Nothing is certain before it was seen: expectations stay one in a hundred away from never and always. */
const leastExpected = 0.01;

/** The expected success of one kind, held away from never and always. */
export function heldExpectation(rate: number): number {
  return Math.min(1 - leastExpected, Math.max(leastExpected, rate));
}

/** Every kind of the subjects; `usual` for all where no first session was rated yet. */
export function expectedOfKinds(
  expected: ExpectedSuccess | null,
  usual: number,
  subjectCodes: readonly string[],
): ExpectedOfKinds {
  const kinds: ExpectedOfKinds = {};
  for (const subjectCode of subjectCodes) {
    const ofSubject: Record<string, number> = {};
    for (const isNewCustomer of [true, false]) {
      for (const daypart of dayparts) {
        const rate =
          expected === null ? usual : expectSuccess(expected, { subjectCode, isNewCustomer, daypart });
        ofSubject[keyOfKind(isNewCustomer, daypart)] = Math.round(heldExpectation(rate) * thousand);
      }
    }
    kinds[subjectCode] = ofSubject;
  }
  return kinds;
}

export function fromThousandths(thousandths: number): number {
  return thousandths / thousand;
}
