import fc from "fast-check";
import { expect, it } from "vitest";
import { customerSorts, tierFilters } from "./customer-order.ts";
import { firstState, readListState, viewQueryOf, writeListState } from "./list-state.ts";

const read = (query: string) => readListState(new URLSearchParams(query));

it("an address without a query is the first view, and the other way round", () => {
  expect(read("")).toEqual(firstState);
  expect(writeListState(firstState)).toBe("");
});

it("reads back what it writes", () => {
  const states = fc.record({
    tiers: fc.subarray([...tierFilters]),
    sort: fc.constantFrom(...customerSorts),
    direction: fc.constantFrom("asc" as const, "desc" as const),
    search: fc.string({ maxLength: 100 }),
    owner: fc.option(fc.string({ minLength: 1, maxLength: 200 })),
    cursor: fc.option(fc.string({ minLength: 1 })),
    open: fc.option(fc.integer({ min: 1 })),
    saved: fc.option(fc.integer({ min: 1 })),
  });
  fc.assert(
    fc.property(states, (state) => {
      expect(read(writeListState(state))).toEqual(state);
    }),
  );
});

it("takes links of other pages, and nothing that is not ours", () => {
  expect(read("tier=at_risk").tiers).toEqual(["at_risk"]);
  expect(read("tier=terrible&sort=luck&open=x&direction=up")).toEqual(firstState);
});

it("makes of any query one that the page understands, without places and open sheets", () => {
  expect(viewQueryOf("?owner=me&cursor=abc&open=3&saved=9&tier=healthy&nonsense=1")).toBe(
    "?tier=healthy&owner=me",
  );
  expect(viewQueryOf("tier=terrible&sort=luck")).toBe("");
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(viewQueryOf(viewQueryOf(text))).toBe(viewQueryOf(text));
    }),
  );
});
