import { describe, expect, it } from "vitest";
import { asTabbedText, axisLabel, type ChartData, figuresAt, tableOf } from "./chart-data.ts";

const data: ChartData = {
  series: [{ key: "score", label: "Score" }],
  band: { lowKey: "low", highKey: "high", label: "95 % band" },
  points: [
    { at: "2026-11-22T12:00:00Z", values: { score: 61, low: null, high: null } },
    { at: "2026-11-23T12:00:00Z", values: { score: null, low: 40, high: 52 } },
  ],
  events: [{ at: "2026-11-23T12:00:00Z", label: "Called support" }],
  format: "score",
  grain: "day",
  timezone: "America/Chicago",
};

describe("figuresAt", () => {
  it("names every series and the band, known or not", () => {
    expect(figuresAt(data, data.points[0]!).map(({ text }) => text)).toEqual(["61", "–"]);
    expect(figuresAt(data, data.points[1]!).map(({ text }) => text)).toEqual(["–", "40–52"]);
  });
});

describe("tableOf", () => {
  it("sets events beside their instant, and copies with tabs", () => {
    const table = tableOf(data);
    expect(table.columns).toEqual(["When", "Score", "95 % band", "What happened"]);
    expect(table.rows[1]).toEqual(["23 Nov", "–", "40–52", "Called support"]);
    expect(asTabbedText(table).split("\n")[1]).toBe("22 Nov\t61\t–\t");
  });
});

describe("axisLabel", () => {
  it("writes hours in the reader's timezone", () => {
    expect(axisLabel("2026-11-22T12:00:00Z", "hour", "America/Chicago")).toBe("06:00");
  });
});
