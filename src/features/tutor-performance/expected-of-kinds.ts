import { dayparts, type ExpectedSuccess, expectSuccess } from "./expected-success.ts";

/** The expected success of each kind of first session, as columns, in millionths: whole numbers add up the same in any order. */
export type ExpectedOfKinds = {
  subjectCodes: string[];
  isNewCustomer: boolean[];
  dayparts: string[];
  millionths: number[];
};

const million = 1_000_000;

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
  const kinds: ExpectedOfKinds = { subjectCodes: [], isNewCustomer: [], dayparts: [], millionths: [] };
  for (const subjectCode of subjectCodes) {
    for (const isNewCustomer of [true, false]) {
      for (const daypart of dayparts) {
        const rate =
          expected === null ? usual : expectSuccess(expected, { subjectCode, isNewCustomer, daypart });
        kinds.subjectCodes.push(subjectCode);
        kinds.isNewCustomer.push(isNewCustomer);
        kinds.dayparts.push(daypart);
        kinds.millionths.push(Math.round(heldExpectation(rate) * million));
      }
    }
  }
  return kinds;
}

export function fromMillionths(millionths: number): number {
  return millionths / million;
}
