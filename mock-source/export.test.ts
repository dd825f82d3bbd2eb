import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, expect, it } from "vitest";
import { exportWorld } from "./export.ts";
import { formats } from "./export-formats.ts";
import { exportProgress } from "./export-progress.ts";

const dir = mkdtempSync(join(tmpdir(), "mock-export-"));
afterAll(() => rmSync(dir, { recursive: true }));

const options = { dir, seed: 2, customers: 60, asOfMs: Date.parse("2026-03-08T12:00:00Z") };

it("writes the same rows as CSV, as NDJSON and as JSON", async () => {
  const counts = await exportWorld({ ...options, format: "csv" });
  await exportWorld({ ...options, format: "ndjson" });
  await exportWorld({ ...options, format: "json" });
  for (const resource of ["sessions", "customers", "tutors", "subjects", "calls"] as const) {
    const records: Record<string, string>[] = parse(readFileSync(join(dir, `${resource}.csv`)), {
      columns: true,
    });
    const lines = readFileSync(join(dir, `${resource}.ndjson`), "utf8")
      .trimEnd()
      .split("\n");
    expect([records.length, lines.length]).toEqual([counts[resource], counts[resource]]);
    const whole = JSON.parse(readFileSync(join(dir, `${resource}.json`), "utf8"));
    expect(whole).toEqual({ [resource]: lines.map((line) => JSON.parse(line)) });
    const cell = (value: unknown) =>
      value === null ? "" : Array.isArray(value) ? JSON.stringify(value) : String(value);
    lines.forEach((line, i) => {
      const row = Object.entries(JSON.parse(line)).map(([field, value]) => [field, cell(value)]);
      expect(records[i]).toEqual(Object.fromEntries(row));
    });
  }
});

it("quotes what CSV would misread, and reads back the same", () => {
  const row = {
    plain: "a b",
    comma: "a,b",
    quote: 'say "so"',
    lines: "a\nb\r\nc",
    none: null,
    no: false,
    n: 1.5,
  };
  const text = formats.csv.head("calls", row) + formats.csv.rows([row]) + formats.csv.tail();
  expect(parse(text, { columns: true })).toEqual([{ ...row, none: "", no: "false", n: "1.5" }]);
});

it("is valid JSON without any row", () => {
  const { head, rows, tail } = formats.json;
  expect(JSON.parse(head("calls") + rows([], true) + tail())).toEqual({ calls: [] });
});

it("says rows per second, in all and for each resource", () => {
  let nowMs = 0;
  const lines: string[] = [];
  const { onProgress, end } = exportProgress({ write: (text) => lines.push(text) }, () => nowMs);
  nowMs = 2000;
  onProgress("sessions", 1000, 3000);
  nowMs = 3000;
  onProgress("sessions", 3000, 3000);
  end();
  expect(lines).toEqual([
    "the world is made after 2.0 s\n",
    "sessions: 3,000 of 3,000 rows, 3,000 rows/s\n",
    "3,000 rows, 3,000 rows/s\n",
  ]);
});
