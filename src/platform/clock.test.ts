import { expect, test } from "vitest";
import { clockSpeed, createClock } from "./clock.ts";

const anchor = {
  machineMs: Date.parse("2026-03-08T12:00:00Z"),
  productMs: Date.parse("2026-03-10T00:00:00Z"),
};
const plain = { AS_OF: null, CLOCK_ANCHOR: null, MOCK_SPEED: 1 };

test("without an anchor it is the machine's clock, whatever the speed", () => {
  const machine = () => anchor.machineMs;
  expect(createClock(plain, machine)()).toEqual(new Date(anchor.machineMs));
  expect(createClock({ ...plain, MOCK_SPEED: 60 }, machine)()).toEqual(new Date(anchor.machineMs));
  expect(clockSpeed({ ...plain, MOCK_SPEED: 60 })).toBe(1);
});

test("with an anchor it goes on from there at its speed", () => {
  let machineMs = anchor.machineMs;
  const now = createClock({ ...plain, CLOCK_ANCHOR: anchor, MOCK_SPEED: 60 }, () => machineMs);
  expect(now()).toEqual(new Date("2026-03-10T00:00:00Z"));
  machineMs += 60_000;
  expect(now()).toEqual(new Date("2026-03-10T01:00:00Z"));
});

test("AS_OF stands still and wins", () => {
  const AS_OF = new Date("2011-09-01T00:00:00Z");
  const variables = { AS_OF, CLOCK_ANCHOR: anchor, MOCK_SPEED: 60 };
  expect(createClock(variables)()).toEqual(AS_OF);
  expect(clockSpeed(variables)).toBe(1);
});
