import { expect, it } from "vitest";
import { seededRandom } from "./seeded-random.ts";

it("gives the same numbers for the same seeds, and others for others", () => {
  const draw = (...seeds: number[]) => Array.from({ length: 5 }, seededRandom(...seeds));
  expect(draw(1, 2)).toEqual(draw(1, 2));
  expect(draw(1, 2)).not.toEqual(draw(2, 1));
  expect(draw(1, 2)).not.toEqual(draw(1, 3));
});

it("is spread evenly: each tenth gets its share within four standard errors", () => {
  const random = seededRandom(7);
  const counts = Array.from({ length: 10 }, () => 0);
  for (let at = 0; at < 100_000; at++) {
    const tenth = Math.floor(random() * 10);
    counts[tenth] = (counts[tenth] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(4 * Math.sqrt(9_000));
});
