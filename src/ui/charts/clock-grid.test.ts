import { describe, expect, it } from "vitest";
import { clockGrid } from "./clock-grid.ts";
import { hourAt } from "./runs.ts";

const chicago = "America/Chicago";
const hoursFrom = (from: string, count: number) =>
  Array.from({ length: count }, (_, hour) => hourAt(from, hour));
const gridFrom = (from: string, count: number, timezone = chicago) =>
  clockGrid(hoursFrom(from, count), (hour) => hour, timezone);

describe("clockGrid", () => {
  it("lays seven days out by the reader's clock, from the middle of the first to the middle of the eighth", () => {
    const grid = gridFrom("2026-12-01T21:00:00.000Z", 168);
    expect(grid.days).toHaveLength(8);
    expect(grid.days[0]?.label).toBe("Tue 1 Dec");
    expect(grid.rows.map(({ label }) => label)).toHaveLength(24);
    expect(grid.rows[0]?.cells[0]).toBeNull();
    expect(grid.rows[15]?.cells[0]).toBe("2026-12-01T21:00:00.000Z");
    expect(grid.rows[15]?.cells[7]).toBeNull();
  });

  it("has a second row for the hour that comes twice", () => {
    const grid = gridFrom("2026-11-01T05:00:00.000Z", 49);
    expect(grid.rows).toHaveLength(25);
    expect(grid.rows.map(({ label }) => label).slice(0, 4)).toEqual([
      "00:00",
      "01:00",
      "01:00 again",
      "02:00",
    ]);
    expect(grid.rows[2]?.cells).toEqual(["2026-11-01T07:00:00.000Z", null]);
  });

  it("leaves the hour that is skipped empty on its day", () => {
    const grid = gridFrom("2026-03-08T06:00:00.000Z", 47);
    expect(grid.rows).toHaveLength(24);
    expect(grid.rows[2]?.cells).toEqual([null, "2026-03-09T07:00:00.000Z"]);
    expect(grid.rows.flatMap(({ cells }) => cells).filter((cell) => cell !== null)).toHaveLength(47);
  });

  it("keeps the minutes of zones that are off by half an hour", () => {
    expect(gridFrom("2026-12-01T00:00:00.000Z", 2, "Asia/Kolkata").rows.map(({ label }) => label)).toEqual([
      "05:30",
      "06:30",
    ]);
  });
});
