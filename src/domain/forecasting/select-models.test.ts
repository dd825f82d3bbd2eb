import { describe, expect, it } from "vitest";
import type { ForecastModel } from "./forecast-model.ts";
import { makePanel } from "./made-panel.ts";
import { selectModels } from "./select-models.ts";

const { panel, rates } = makePanel({
  family: "steady",
  meanRates: [4, 4, 4],
  weeks: 10,
  toMs: Date.UTC(2025, 3, 7),
  seed: 6,
});
const firstMs = panel.slots[0]!.startMs;

/** A model that knows the rates but for a factor of its own for each series. */
function oracle(kind: string, factors: readonly number[]): ForecastModel {
  return {
    kind,
    title: kind,
    fit: () => ({
      predict: (series, slots) =>
        slots.map(({ startMs }) => ({
          kind: "negative_binomial",
          mean: (rates[series]![(startMs - firstMs) / 3_600_000] ?? 4) * (factors[series] ?? 1),
          dispersion: 0,
          known: 0,
        })),
      explain: () => [],
      parameters: (series) => ({ factor: factors[series] }),
      basis: () => ({ ownShare: 1, ownWeeks: 10, borrowedFrom: null }),
    }),
  };
}
const select = async (models: ForecastModel[]) =>
  await selectModels(panel, { origins: 4, horizonHours: 168, models });

describe("the selection", () => {
  it("takes another model only for a series where it is clearly better", async () => {
    const selection = await select([oracle("usual", [1, 1, 2]), oracle("other", [1.5, 1.02, 1])]);
    expect(selection.pooledKind).toBe("other");
    const kinds = selection.series.map(({ kind }) => kind);
    // The second series: 2 % off is no reason.
    expect(kinds).toEqual(["usual", "other", "other"]);
    expect(selection.series[0]).toMatchObject({ parameters: { factor: 1 } });
    expect(selection.series[0]!.reason).toMatch(
      /^Deviance \d+\.\d % below that of other, \d+\.\d standard errors\.$/,
    );
  });

  it("prefers the earlier of equals", async () => {
    expect((await select([oracle("first", [1, 1, 1]), oracle("second", [1, 1, 1])])).pooledKind).toBe(
      "first",
    );
  });

  it("says on what it rests", async () => {
    const selection = await select([oracle("only", [1, 1, 1])]);
    expect(selection).toMatchObject({
      origins: 4,
      horizonHours: 168,
      fromMs: firstMs,
      toMs: Date.UTC(2025, 3, 7),
    });
    expect(selection.pooledScores.only?.hours).toBe(3 * 4 * 168);
  });

  it("needs a model", async () => {
    await expect(select([])).rejects.toThrow(/no model/);
  });
});
