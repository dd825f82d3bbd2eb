import { expect, test } from "vitest";
import { readAhead } from "./read-ahead.ts";

async function collect<Result>(results: AsyncIterable<Result>): Promise<Result[]> {
  const all: Result[] = [];
  for await (const result of results) all.push(result);
  return all;
}

test("gives results in the order of the items, whichever is read first", async () => {
  const releases: (() => void)[] = [];
  const read = async (item: number) => {
    await new Promise<void>((resolve) => releases.push(resolve));
    return item * 10;
  };
  const all = collect(readAhead([1, 2, 3], read));
  await expect.poll(() => releases.length).toBe(3);
  for (const release of releases.toReversed()) release();
  expect(await all).toEqual([10, 20, 30]);
});

test("never reads more than two items ahead of the one that is worked on", async () => {
  let started = 0;
  const read = async (item: number) => {
    started++;
    return item;
  };
  const ahead: number[] = [];
  for await (const item of readAhead([1, 2, 3, 4, 5, 6], read)) ahead.push(started - item);
  expect(Math.max(...ahead)).toBe(2);
});

test("throws what a read throws when its turn comes, and nothing before", async () => {
  const seen: number[] = [];
  const read = async (item: number) => {
    if (item === 2) throw new Error("the second cannot be read");
    return item;
  };
  const reading = async () => {
    for await (const item of readAhead([1, 2, 3], read)) seen.push(item);
  };
  await expect(reading()).rejects.toThrow("the second cannot be read");
  expect(seen).toEqual([1]);
});
