import fc from "fast-check";
import { expect, it } from "vitest";
import { originDayFor, printInstant, weekdayOfDay } from "./instants.ts";

it("prints instants as the platform does, with microseconds cut off", () => {
  const ms = fc.integer({ min: Date.UTC(1999, 0, 1), max: Date.UTC(2060, 0, 1) });
  fc.assert(
    fc.property(ms, fc.nat(999), (at, micros) => {
      expect(printInstant(at * 1000 + micros)).toBe(new Date(at).toISOString());
      expect(weekdayOfDay(Math.floor(at / 86_400_000))).toBe(new Date(at).getUTCDay());
    }),
  );
});

it("begins the world in the latest quarter that leaves 180 days of history", () => {
  const origin = (asOf: string) =>
    new Date(originDayFor(Date.parse(asOf)) * 86_400_000).toISOString().slice(0, 10);
  expect(origin("2026-11-23T12:00:00Z")).toBe("2026-04-01");
  expect(origin("2026-12-27T12:00:00Z")).toBe("2026-04-01");
  expect(origin("2026-12-28T12:00:00Z")).toBe("2026-07-01");
});
