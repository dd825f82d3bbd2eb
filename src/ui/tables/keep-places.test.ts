import { describe, expect, it } from "vitest";
import { keepPlaces } from "./keep-places.ts";

const rows = (...ids: number[]) => ids.map((id) => ({ id, score: id }));

describe("keepPlaces", () => {
  it("shows new values in the old places", () => {
    const newest = [
      { id: 2, score: 20 },
      { id: 1, score: 99 },
    ];
    expect(keepPlaces(rows(1, 2), newest)).toEqual({
      rows: [
        { id: 1, score: 99 },
        { id: 2, score: 20 },
      ],
      moved: 1,
    });
  });

  it.each([
    ["nothing moved", [1, 2, 3], [1, 2, 3], 0],
    ["one sinks past many", [1, 2, 3, 4, 5], [2, 3, 4, 5, 1], 1],
    ["one left and another came", [1, 2, 3], [2, 3, 4], 1],
    ["a page grew", [1, 2], [1, 2, 3], 1],
    ["all gone", [1, 2], [], 2],
  ])("%s", (_what, before, after, moved) => {
    const kept = keepPlaces(rows(...before), rows(...after));
    expect(kept.moved).toBe(moved);
    expect(kept.rows.map(({ id }) => id)).toEqual(before);
  });
});
