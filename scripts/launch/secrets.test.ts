import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepSecrets } from "./secrets.ts";

let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "dashboard-secrets-"));
});

afterAll(() => rm(dataDir, { recursive: true, force: true }));

test("secrets are made once, kept, and readable for their owner only", async () => {
  const first = await keepSecrets(dataDir);
  expect(await keepSecrets(dataDir)).toEqual(first);
  expect(first.authSecret.length).toBeGreaterThanOrEqual(32);
  expect((await stat(path.join(dataDir, "secrets.json"))).mode & 0o077).toBe(0);
});

test("a secret that is new to an older file is added; the others stay", async () => {
  const file = path.join(dataDir, "secrets.json");
  await writeFile(file, JSON.stringify({ authSecret: "kept-from-before" }));
  const secrets = await keepSecrets(dataDir);
  expect(secrets.authSecret).toBe("kept-from-before");
  expect(JSON.parse(await readFile(file, "utf8"))).toEqual(secrets);
});

test("a file that is no JSON is named, with what to do", async () => {
  await writeFile(path.join(dataDir, "secrets.json"), "{");
  await expect(keepSecrets(dataDir)).rejects.toThrow(/secrets\.json is not readable JSON\. Remove it/);
});
