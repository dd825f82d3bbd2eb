import { describe, expect, it } from "vitest";
import { fitWeek, nextVariances } from "./week-regression.ts";

const offsets = new Float64Array(168);
const rateOf = (cell: number) => {
  const [day, hour] = [Math.floor(cell / 24), cell % 24];
  const isWeekend = day === 0 || day === 6;
  return 0.5 * Math.exp(Math.sin(hour / 4) + (isWeekend ? 0.3 * Math.cos(hour / 3) : 0) + 0.05 * day);
};
const data = (hours: number) => ({
  counts: Float64Array.from({ length: 168 }, (_, cell) => hours * rateOf(cell)),
  exposures: new Float64Array(168).fill(hours),
  offsets,
});

describe("the regression of a week", () => {
  it("finds rates that are made as it supposes", () => {
    const { logRates, posterior } = fitWeek(data(1000), [25, 4, 4, 4]);
    for (const [cell, log] of logRates.entries()) expect(Math.exp(log)).toBeCloseTo(rateOf(cell), 2);
    expect(posterior().ownShare).toBeGreaterThan(0.8);
  });

  it("keeps total counts: the level is all but free", () => {
    const { logRates } = fitWeek(data(13), [25, 0.1, 0.01, 0.01]);
    const expected = logRates.reduce((sum, log) => sum + 13 * Math.exp(log), 0);
    const seen = data(13).counts.reduce((sum, count) => sum + count, 0);
    expect(expected / seen).toBeCloseTo(1, 3);
  });

  it("is its parent where nothing was seen", () => {
    const parent = Float64Array.from({ length: 168 }, (_, cell) => Math.log(rateOf(cell)));
    const none = { counts: new Float64Array(168), exposures: new Float64Array(168), offsets: parent };
    const { logRates, posterior } = fitWeek(none, [1, 1, 1, 1]);
    for (const [cell, log] of logRates.entries()) expect(log).toBeCloseTo(parent[cell]!, 9);
    expect(posterior().ownShare).toBeCloseTo(0, 9);
  });

  it("stays finite for a series of noughts", () => {
    const { logRates } = fitWeek({ ...data(13), counts: new Float64Array(168) }, [4, 1, 1, 1]);
    expect(Math.max(...logRates)).toBeLessThan(-3);
    expect(Math.min(...logRates)).toBeGreaterThan(-40);
  });

  it("learns that days hardly differ where they do not", () => {
    const alike = Array.from({ length: 6 }, () => ({
      ...data(200),
      counts: data(200).counts.map((_, cell) => 200 * Math.exp(Math.sin((cell % 24) / 4))),
    }));
    let variances = nextVariances(alike.map((own) => fitWeek(own, [4, 1, 0.25, 0.25])));
    for (let round = 0; round < 4; round++)
      variances = nextVariances(alike.map((own) => fitWeek(own, variances)));
    expect(variances[1]).toBeGreaterThan(0.1);
    expect(variances[3]).toBeLessThan(0.01);
  });
});
