import { describe, expect, test } from "vitest";
import { readListState, writeListState } from "./list-state.ts";

const read = (query: string) => readListState(new URLSearchParams(query));

describe("the state of the quarantine in the address", () => {
  test("is written and read again", () => {
    const state = {
      filter: { resource: "calls", state: "discarded", path: "called_at", reason: "a & b", search: "12" },
      cursor: "abc",
      open: 7,
    } as const;
    expect(read(writeListState(state))).toEqual(state);
    expect(writeListState(read(""))).toBe("");
  });

  test("leaves out what is not one of ours", () => {
    expect(read("resource=planets&state=lost&open=x&search=%20")).toEqual(read(""));
  });
});
