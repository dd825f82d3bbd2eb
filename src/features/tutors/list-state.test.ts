import { describe, expect, it } from "vitest";
import { firstState, readListState, writeListState } from "./list-state.ts";

describe("the address of the list of tutors", () => {
  it("says nothing of what is as it first was", () => {
    expect(writeListState(firstState)).toBe("");
    expect(readListState(new URLSearchParams())).toEqual(firstState);
  });

  it("brings back what was written", () => {
    const state = {
      ...firstState,
      view: "coaching" as const,
      tiers: ["critical", "top"] as const,
      flag: "needs_coaching" as const,
      subject: "latin",
      statuses: [],
      sort: "name" as const,
      direction: "desc" as const,
      search: "bea",
      cursor: "abc",
      open: 7,
    };
    expect(readListState(new URLSearchParams(writeListState(state)))).toEqual(state);
  });

  it("does not mind what is not one of ours", () => {
    const params = new URLSearchParams("tier=gold&flag=red&status=asleep&sort=luck&open=-1&view=x");
    expect(readListState(params)).toEqual(firstState);
  });
});
