import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { tryLock, waitForLock } from "./kernel-lock.ts";

const folder = await mkdtemp(path.join(tmpdir(), "dashboard-lock-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

test("shared holders keep out one that wants it alone, until the last has let go", () => {
  const file = path.join(folder, "shared");
  const first = tryLock(file, "shared");
  const second = tryLock(file, "shared");
  expect(tryLock(file, "alone")).toBeNull();
  first?.release();
  expect(tryLock(file, "alone")).toBeNull();
  second?.release();
  const alone = tryLock(file, "alone");
  expect(alone).not.toBeNull();
  expect(tryLock(file, "shared")).toBeNull();
  alone?.release();
});

test("waiting for a lock that stays taken ends with a sentence", async () => {
  const file = path.join(folder, "taken");
  const holder = tryLock(file, "alone");
  await expect(waitForLock(file, "alone", 0.1)).rejects.toThrow(/Another process has held/);
  holder?.release();
});
