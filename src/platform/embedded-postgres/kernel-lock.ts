import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../errors.ts";

/**
 * A lock between processes that the kernel drops when its holder dies, however it dies, so that no stale
 * lock can be left behind. Node has no call for file locks; SQLite's locks on an empty file are that.
 */
export type KernelLock = { release(): void };

const sqliteBusy = 5;

/** Locks held by this process; a lock that is garbage collected would be dropped. */
const held = new Set<DatabaseSync>();

/** Takes the lock, shared or alone, at once; null where another holds it. */
export function tryLock(file: string, kind: "shared" | "alone"): KernelLock | null {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec(kind === "alone" ? "BEGIN EXCLUSIVE" : "BEGIN; SELECT 1 FROM sqlite_master");
  } catch (error) {
    database.close();
    if (error instanceof Error && "errcode" in error && error.errcode === sqliteBusy) return null;
    throw error;
  }
  held.add(database);
  return {
    release() {
      if (!held.delete(database)) return;
      database.close();
    },
  };
}

/** Waits for the lock; throws `unavailable` when it is not free after the given time. */
export async function waitForLock(
  file: string,
  kind: "shared" | "alone",
  limitSeconds: number,
): Promise<KernelLock> {
  const deadline = performance.now() + limitSeconds * 1000;
  for (;;) {
    const lock = tryLock(file, kind);
    if (lock !== null) return lock;
    if (performance.now() > deadline) {
      throw new AppError(
        "unavailable",
        `Another process has held ${file} for ${limitSeconds} seconds. Stop that process and try again.`,
      );
    }
    await sleep(40);
  }
}
