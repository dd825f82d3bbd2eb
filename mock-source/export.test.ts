import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, expect, it } from "vitest";
import { exportWorld } from "./export.ts";

const dir = mkdtempSync(join(tmpdir(), "mock-export-"));
afterAll(() => rmSync(dir, { recursive: true }));

const options = { dir, seed: 2, customers: 60, asOfMs: Date.parse("2026-03-08T12:00:00Z") };

it("writes the same rows as CSV and as NDJSON", async () => {
  const counts = await exportWorld({ ...options, format: "csv" });
  await exportWorld({ ...options, format: "ndjson" });
  for (const resource of ["sessions", "customers", "tutors", "subjects", "calls"] as const) {
    const records: Record<string, string>[] = parse(readFileSync(join(dir, `${resource}.csv`)), {
      columns: true,
    });
    const lines = readFileSync(join(dir, `${resource}.ndjson`), "utf8")
      .trimEnd()
      .split("\n");
    expect([records.length, lines.length]).toEqual([counts[resource], counts[resource]]);
    const cell = (value: unknown) =>
      value === null ? "" : Array.isArray(value) ? JSON.stringify(value) : String(value);
    lines.forEach((line, i) => {
      const row = Object.entries(JSON.parse(line)).map(([field, value]) => [field, cell(value)]);
      expect(records[i]).toEqual(Object.fromEntries(row));
    });
  }
});
