import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { ClockAnchor } from "../../src/platform/clock.ts";
import { AppError } from "../../src/platform/errors.ts";

/** What processes need to agree on the time. */
export type SharedClock = { anchor: ClockAnchor; speed: number };

/** As it is kept in DATA_DIR, with the machine's instant at which the product was last seen to run. */
type KeptClock = ClockAnchor & { speed: number; aliveMs: number };

const beatEveryMs = 5_000;
/** A product that was not seen for longer is not running: its time goes on at normal speed. */
const aliveForMs = 2 * beatEveryMs;

/**
 * The clock of the product that uses DATA_DIR, running or not; null where it is the machine's and was never
 * another. `nowMs` is the machine's clock.
 */
export function readClock(dataDir: string, nowMs: number): SharedClock | null {
  const kept = readKept(dataDir);
  if (kept === null) return null;
  const { machineMs, productMs, speed } = kept;
  if (nowMs - kept.aliveMs <= aliveForMs) return { anchor: { machineMs, productMs }, speed };
  return { anchor: { machineMs: nowMs, productMs: productNow(kept, nowMs) }, speed: 1 };
}

/**
 * Starts the clock at `speed` from where the product of DATA_DIR was, so that no restart goes back in time; null
 * where it has always been the machine's and is to stay so. Call `stop` when all processes have ended.
 */
export function startClock(
  dataDir: string,
  speed: number,
  machine: () => number = Date.now,
): (SharedClock & { stop(): void }) | null {
  const kept = readKept(dataDir);
  if (kept === null && speed === 1) return null;
  const nowMs = machine();
  const anchor = { machineMs: nowMs, productMs: kept === null ? nowMs : productNow(kept, nowMs) };
  const beat = () => writeKept(dataDir, { ...anchor, speed, aliveMs: machine() });
  beat();
  const timer = setInterval(beat, beatEveryMs);
  timer.unref();
  return {
    anchor,
    speed,
    stop() {
      clearInterval(timer);
      const machineMs = machine();
      const productMs = anchor.productMs + (machineMs - anchor.machineMs) * speed;
      writeKept(dataDir, { machineMs, productMs, speed: 1, aliveMs: machineMs });
    },
  };
}

/** The anchor as the processes read it from CLOCK_ANCHOR. */
export const printAnchor = ({ machineMs, productMs }: ClockAnchor): string =>
  [machineMs, productMs].map((ms) => new Date(ms).toISOString()).join("/");

/** One that was killed may have run until its next sign of life was due; not a second of it comes twice. */
function productNow({ machineMs, productMs, speed, aliveMs }: KeptClock, nowMs: number): number {
  const ranUntilMs = Math.min(nowMs, aliveMs + aliveForMs);
  return Math.ceil(productMs + (ranUntilMs - machineMs) * speed + Math.max(0, nowMs - ranUntilMs));
}

const fileOf = (dataDir: string) => path.join(dataDir, "clock.json");

function readKept(dataDir: string): KeptClock | null {
  const file = fileOf(dataDir);
  try {
    return JSON.parse(readFileSync(file, "utf8")) as KeptClock;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return null;
    throw new AppError(
      "misconfigured",
      `${file} is not readable JSON. It says how far the mock world's clock is ahead; remove the data folder to start afresh.`,
      { cause },
    );
  }
}

function writeKept(dataDir: string, kept: KeptClock): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const draft = `${fileOf(dataDir)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(kept)}\n`);
  renameSync(draft, fileOf(dataDir));
}
