import fc from "fast-check";
import { expect, test } from "vitest";
import { compareIds } from "./compare-ids.ts";

const ascending = fc
  .uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 40 })
  .map((ids) => ids.sort((a, b) => a - b));

/** Pages of any size, empty ones among them; counts what was handed out. */
async function* inPages(ids: readonly number[], sizes: readonly number[], handedOut: { count: number }) {
  let at = 0;
  for (let page = 0; at < ids.length || page < sizes.length; page++) {
    const size = sizes[page % Math.max(1, sizes.length)] ?? 3;
    const next = ids.slice(at, at + (page < sizes.length ? size : Math.max(1, size)));
    at += next.length;
    handedOut.count += next.length;
    yield next;
  }
}

test("finds what is in one stream alone, and never holds more than a page of each", async () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(ascending, ascending, sizes, sizes, async (listed, stored, listedSizes, storedSizes) => {
      const [fromSource, fromUs] = [{ count: 0 }, { count: 0 }];
      const missing: number[] = [];
      const extra: number[] = [];
      let [listedSeen, storedSeen] = [0, 0];
      const differences = compareIds(
        inPages(listed, listedSizes, fromSource),
        inPages(stored, storedSizes, fromUs),
      );
      for await (const difference of differences) {
        missing.push(...difference.missing);
        extra.push(...difference.extra);
        listedSeen += difference.listedCount;
        storedSeen += difference.storedCount;
        expect(fromSource.count - listedSeen).toBeLessThanOrEqual(7);
        expect(fromUs.count - storedSeen).toBeLessThanOrEqual(7);
      }
      expect(missing).toEqual(listed.filter((id) => !stored.includes(id)));
      expect(extra).toEqual(stored.filter((id) => !listed.includes(id)));
      expect([listedSeen, storedSeen]).toEqual([listed.length, stored.length]);
    }),
  );
});
