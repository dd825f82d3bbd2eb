import { describe, expect, it } from "vitest";
import { daysOf, hourAt, polygonOf, runsOf } from "./runs.ts";

describe("runs of cells", () => {
  it("put what lies side by side together", () => {
    expect(runsOf(["ok", "ok", "short", "ok"])).toEqual([
      { state: "ok", start: 0, length: 2 },
      { state: "short", start: 2, length: 1 },
      { state: "ok", start: 3, length: 1 },
    ]);
    expect(runsOf([])).toEqual([]);
  });

  it("become one outline", () => {
    expect(
      polygonOf(
        [
          { start: 0, length: 1 },
          { start: 3, length: 1 },
        ],
        4,
      ),
    ).toBe("polygon(0% 100%,0% 0,25% 0,25% 100%,75% 100%,75% 0,100% 0,100% 100%)");
  });
});

describe("days of a strip of hours", () => {
  it("have 23 hours when clocks go forward, and 25 when they go back", () => {
    const lengths = (from: string) => daysOf(from, 72, "America/Chicago").map(({ length }) => length);
    expect(lengths("2026-03-07T06:00:00.000Z")).toEqual([24, 23, 24, 1]);
    expect(lengths("2026-10-31T05:00:00.000Z")).toEqual([24, 25, 23]);
  });

  it("begin with the rest of the first one", () => {
    const days = daysOf("2026-12-01T21:00:00.000Z", 168, "America/Chicago");
    expect(days[0]).toEqual({ start: 0, length: 9, label: "Tue 1 Dec" });
    expect(days[1]).toEqual({ start: 9, length: 24, label: "Wed 2 Dec" });
    expect(hourAt("2026-12-01T21:00:00.000Z", 9)).toBe("2026-12-02T06:00:00.000Z");
  });
});
