import { expect, it } from "vitest";
import { createWorldClock } from "./world-clock.ts";

it("runs from its anchor on, that many times as fast as the machine's clock", () => {
  let machineMs = 1_000_000;
  const clock = createWorldClock(60, { realMs: 1_000_000, worldMs: 5_000_000 }, () => machineMs);
  expect(clock()).toBe(5_000_000);
  machineMs += 1_000;
  expect(clock()).toBe(5_060_000);
});
