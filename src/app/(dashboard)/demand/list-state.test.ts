import { describe, expect, it } from "vitest";
import { firstSubjectState, readSubjectState, writeSubjectState } from "./[subject]/subject-state.ts";
import { firstState, readListState, writeListState } from "./list-state.ts";

describe("the address of the overview of demand", () => {
  it("says nothing of what is as it first was", () => {
    expect(writeListState(firstState)).toBe("");
    expect(readListState(new URLSearchParams())).toEqual(firstState);
  });

  it("brings back what was written", () => {
    const state = { sort: "name" as const, direction: "desc" as const, search: "alg 1", category: "Math" };
    expect(readListState(new URLSearchParams(writeListState(state)))).toEqual(state);
  });

  it("does not mind what is not one of ours", () => {
    expect(readListState(new URLSearchParams("sort=luck&direction=up"))).toEqual(firstState);
  });
});

describe("the address of a subject", () => {
  it("says nothing of what is as it first was", () => {
    expect(writeSubjectState(firstSubjectState)).toBe("");
    expect(readSubjectState(new URLSearchParams())).toEqual(firstSubjectState);
  });

  it("brings back what was written", () => {
    const state = {
      historyDays: 28 as const,
      measure: "demand" as const,
      day: "2026-12-02",
      hour: "2026-12-02T23:00:00.000Z",
    };
    expect(readSubjectState(new URLSearchParams(writeSubjectState(state)))).toEqual(state);
  });

  it("does not mind what is not one of ours", () => {
    const params = new URLSearchParams("history=3&show=luck&day=tomorrow&hour=noon");
    expect(readSubjectState(params)).toEqual(firstSubjectState);
  });
});
