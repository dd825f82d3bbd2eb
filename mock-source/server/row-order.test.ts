import fc from "fast-check";
import { expect, it } from "vitest";
import { RowOrder } from "./row-order.ts";

it("stays sorted by (updated_at, id) whatever is moved, taken out and added", () => {
  const instants = fc
    .tuple(fc.integer({ min: 0, max: 40 }), fc.nat(3))
    .map(([halfHour, us]) => halfHour * 1_800_000_000 + us);
  const moves = fc.array(fc.tuple(fc.nat(60), instants), { maxLength: 80 });
  fc.assert(
    fc.property(fc.array(instants, { minLength: 1, maxLength: 60 }), moves, (start, changes) => {
      const updated = new Map(start.map((us, i) => [i + 1, us]));
      const order = new RowOrder((id) => updated.get(id) ?? 0);
      order.fill(start.length);
      for (const [id, us] of changes) {
        if (updated.has(id)) order.remove(id);
        updated.set(id, us);
        order.insert(id);
      }
      const expected = [...updated].sort((a, b) => a[1] - b[1] || a[0] - b[0]);
      expect(Array.from(order.slice(0, order.length))).toEqual(expected.map(([id]) => id));
      const since = expected[Math.floor(expected.length / 2)]?.[1] ?? 0;
      expect(order.lowerBound(since)).toBe(expected.findIndex(([, us]) => us >= since));
    }),
  );
});
