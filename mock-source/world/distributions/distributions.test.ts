import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { measured } from "./facts.ts";
import { measureWorlds, printStatement } from "./print.ts";
import { topics } from "./topics.ts";

const worlds = measureWorlds();

describe.each(topics)("$title", ({ figures }) => {
  it.each(figures)("$what", (figure) => {
    const values = worlds.map((facts) => figure.measure(facts));
    const [low, high] = figure.limits;
    expect(figure.stated >= low && figure.stated <= high).toBe(true);
    const outside = values.flatMap((value, i) =>
      value >= low && value <= high ? [] : [`seed ${measured.seeds[i]} gives ${value}`],
    );
    expect(outside, `outside ${low} to ${high}`).toEqual([]);
  });
});

it("are what DISTRIBUTIONS.md says; run write.ts where they moved", () => {
  const page = readFileSync(new URL("../../DISTRIBUTIONS.md", import.meta.url), "utf8");
  expect(printStatement(worlds)).toBe(page);
});
