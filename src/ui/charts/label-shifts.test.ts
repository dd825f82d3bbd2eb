import { expect, it } from "vitest";
import type { ChartPoint } from "./chart-data.ts";
import { labelShifts } from "./label-shifts.ts";

const points = (...values: ChartPoint["values"][]): ChartPoint[] =>
  values.map((one, hour) => ({ at: new Date(Date.UTC(2026, 0, 1, hour)).toISOString(), values: one }));

const lines = (...keys: string[]) => keys.map((key) => ({ key }));

it("moves names that would lie on one another apart, the lower ones downwards", () => {
  const shifts = labelShifts(
    lines("a", "b", "c"),
    points({ a: 100, b: 0, c: 0 }, { a: 50, b: 51, c: 20 }),
    300,
  );
  expect([...shifts]).toEqual([
    ["b", 0],
    ["a", 12],
    ["c", 0],
  ]);
});

it("leaves alone what ends earlier, or apart from others", () => {
  const shifts = labelShifts(
    lines("past", "a", "b"),
    points({ past: 9, a: 3 }, { past: null, a: 9, b: 1 }),
    300,
  );
  expect([...shifts.values()]).toEqual([0, 0]);
  expect(shifts.has("past")).toBe(false);
  expect([...labelShifts(lines("a", "b"), points({ a: 0, b: 0 }), 300)]).toEqual([
    ["a", 0],
    ["b", 15],
  ]);
});
