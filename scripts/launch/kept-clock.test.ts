import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createClock } from "../../src/platform/clock.ts";
import { readEnv } from "../../src/platform/env.ts";
import { printAnchor, readClock, type SharedClock, startClock } from "./kept-clock.ts";

const startMs = Date.parse("2026-03-08T12:00:00Z");
let dataDir: string;
let machineMs: number;
const machine = () => machineMs;

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "dashboard-clock-"));
  machineMs = startMs;
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** What a process reads that was given the clock. */
function productMs({ anchor, speed }: SharedClock): number {
  const env = readEnv({ CLOCK_ANCHOR: printAnchor(anchor), MOCK_SPEED: String(speed) });
  return createClock(env, machine)().getTime();
}

test("a product at normal speed has the machine's clock and keeps nothing", () => {
  expect(startClock(dataDir, 1, machine)).toBeNull();
  expect(readClock(dataDir, machineMs)).toBeNull();
});

test("every process of one product agrees on the time", () => {
  const clock = startClock(dataDir, 60, machine)!;
  machineMs += 5_000;
  expect(productMs(clock)).toBe(startMs + 300_000);
  expect(productMs(readClock(dataDir, machineMs)!)).toBe(startMs + 300_000);
  clock.stop();
});

test("started again without a speed it goes on from where it was, at normal speed", () => {
  const clock = startClock(dataDir, 60, machine)!;
  machineMs += 60_000;
  const atStop = productMs(clock);
  clock.stop();
  machineMs += 3_600_000;
  expect(productMs(readClock(dataDir, machineMs)!)).toBe(atStop + 3_600_000);
  const again = startClock(dataDir, 1, machine)!;
  expect([again.speed, productMs(again)]).toEqual([1, atStop + 3_600_000]);
  again.stop();
});

test("never goes back, however long it ran, was down, and how it ended", () => {
  const seconds = fc.integer({ min: 0, max: 100_000 });
  const run = fc.record({
    speed: fc.constantFrom(1, 2.5, 60, 3600),
    runs: seconds,
    down: seconds,
    isKilled: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 6 }), (runs) => {
      rmSync(dataDir, { recursive: true, force: true });
      let latest = machineMs;
      for (const { speed, runs: ranSeconds, down, isKilled } of runs) {
        const clock = startClock(dataDir, speed, machine);
        const now = () => (clock === null ? machineMs : productMs(clock));
        expect(now()).toBeGreaterThanOrEqual(latest);
        machineMs += ranSeconds * 1000;
        // The timer of the clock does not run here: it was last seen when it started.
        if (!isKilled || ranSeconds <= 10) latest = now();
        if (!isKilled) clock?.stop();
        machineMs += down * 1000;
      }
    }),
  );
});

test("a file that cannot be read is named", () => {
  writeFileSync(path.join(dataDir, "clock.json"), "{");
  expect(() => startClock(dataDir, 60, machine)).toThrow(/clock\.json is not readable JSON/);
});
