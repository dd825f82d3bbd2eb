import fc from "fast-check";
import { expect, it } from "vitest";
import { DayLists } from "./day-lists.ts";
import { orderByInstant } from "./instant-order.ts";
import { dayUs } from "./instants.ts";

it("puts instants of a day in order to the microsecond, equal ones as they came", () => {
  const instants = fc.array(fc.oneof(fc.integer({ min: 0, max: dayUs - 1 }), fc.nat(5000)), {
    maxLength: 300,
  });
  fc.assert(
    fc.property(instants, fc.nat(30_000), (offsets, day) => {
      const us = offsets.map((offset) => day * dayUs + offset);
      const expected = us.map((_, i) => i).sort((a, b) => (us[a] ?? 0) - (us[b] ?? 0) || a - b);
      expect([...orderByInstant(us.length, day * dayUs, (i) => us[i] ?? 0)]).toEqual(expected);
    }),
  );
});

it("keeps the lists of days apart, and gives each away once", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(1000)), { maxLength: 400 }), (entries) => {
      const lists = new DayLists();
      for (const [day, value] of entries) lists.add(day, value);
      for (let day = 0; day < 4; day++) {
        const expected = entries.filter(([of]) => of === day).map(([, value]) => value);
        expect([...lists.of(day)]).toEqual(expected);
        expect([...lists.take(day)]).toEqual(expected);
        expect([...lists.take(day)]).toEqual([]);
      }
    }),
  );
});
