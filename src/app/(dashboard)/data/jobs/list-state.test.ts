import fc from "fast-check";
import { expect, it } from "vitest";
import { jobStates } from "#features/jobs/job-states.ts";
import { readListState, writeListState } from "./list-state.ts";

const read = (query: string) => readListState(new URLSearchParams(query));

it("says nothing of what is not set", () => {
  expect(writeListState(read(""))).toBe("");
  expect(read("state=nonsense&view=jobs")).toEqual(read(""));
});

it("reads what it wrote", () => {
  const text = fc.option(fc.string({ minLength: 1, maxLength: 100 }));
  const state = fc.record({
    state: fc.option(fc.constantFrom(...jobStates)),
    ...{ job: text, schedule: text, cursor: text, open: text },
    search: fc.string({ maxLength: 100 }),
  });
  fc.assert(
    fc.property(state, (given) => {
      expect(read(writeListState(given))).toEqual(given);
    }),
  );
});
