import { expect, it } from "vitest";
import { widened, wideningOf } from "./coverage-watch.ts";
import { makePanel } from "./made-panel.ts";

/** Two weeks of counts of a made world with the rate that they were drawn from. */
function twoWeeks() {
  const { panel, rates } = makePanel({
    family: "steady",
    meanRates: [8],
    weeks: 2,
    toMs: Date.UTC(2025, 3, 7),
    seed: 5,
  });
  return { counts: [...panel.series[0]!.counts], rates: [...rates[0]!] };
}

it("leaves intervals alone that hold what they should", () => {
  const { counts, rates } = twoWeeks();
  expect(wideningOf({ counts, means: rates, dispersions: rates.map(() => 0.01) })).toBe(1);
});

it("widens them when the world has changed, by as much as it takes and no more", () => {
  const { counts, rates } = twoWeeks();
  const recent = { counts, means: rates.map((rate) => 1.6 * rate), dispersions: rates.map(() => 0.01) };
  const widening = wideningOf(recent);
  expect(widening).toBeGreaterThan(1);
  expect(wideningOf({ ...recent, dispersions: rates.map(() => widened(0.01, widening)) })).toBe(1);
});

it("has no opinion without hours", () => {
  expect(wideningOf({ counts: [], means: [], dispersions: [] })).toBe(1);
});
