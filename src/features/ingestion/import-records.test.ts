import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { findRecordFiles, readRecordFile } from "#sources/files/record-file.ts";
import {
  outsideCustomer,
  outsideGoal,
  outsideSession,
  outsideSubject,
  outsideTutor,
} from "#sources/fixtures/outside-rows.ts";
import { resources } from "#sources/source.ts";
import { createIngestionHarness } from "#test/ingestion/ingestion-harness.ts";
import { wrongCallHours, wrongSubjectHours } from "#test/ingestion/recomputed-rollups.ts";
import { importRecords } from "./import-records.ts";
import type { IngestionSummary } from "./ingestion-context.ts";

const harness = await createIngestionHarness();
const { rows, exported } = harness;
const folder = await mkdtemp(path.join(tmpdir(), "import-"));
afterAll(async () => {
  await harness.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await harness.reset();
  for (const { path: file } of await findRecordFiles(folder).catch(() => [])) await rm(file);
});

async function importAll(from: string): Promise<IngestionSummary[]> {
  const summaries: IngestionSummary[] = [];
  for (const file of await findRecordFiles(from)) {
    const chunks = readRecordFile(file);
    const { resource, name: origin } = file;
    summaries.push(await importRecords(harness.context(), { resource, origin, chunks }));
  }
  return summaries;
}

const write = async (name: string, text: string) => await writeFile(path.join(folder, name), text);
const ndjson = (records: readonly unknown[]) =>
  records.map((record) => `${JSON.stringify(record)}\n`).join("");

const sample = path.join(import.meta.dirname, "sample");

describe("importing a folder", () => {
  test("takes the sample export whole, a second time changes nothing", async () => {
    const counts = { subjects: 4, customers: 12, tutors: 5, sessions: 60, calls: 8 };
    for (const { resource, ...summary } of await importAll(sample)) {
      expect(summary).toMatchObject({
        received: counts[resource],
        inserted: counts[resource],
        quarantined: 0,
        held: 0,
      });
    }
    expect(await rows(wrongSubjectHours)).toEqual([]);
    expect(await rows(wrongCallHours)).toEqual([]);
    for (const { resource, ...summary } of await importAll(sample)) {
      expect(summary).toMatchObject({ inserted: 0, updated: 0, unchanged: counts[resource] });
    }
  });

  test("keeps every cell of the sample", async () => {
    await importAll(sample);
    const [header = "", ...lines] = (await readFile(path.join(sample, "sessions.csv"), "utf8"))
      .trim()
      .split("\n");
    const expected = lines
      .map((line) =>
        Object.fromEntries(header.split(",").map((name, index) => [name, line.split(",")[index] || null])),
      )
      .sort((a, b) => Number(a.id) - Number(b.id));
    const asText = (row: object) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)]),
      );
    expect((await exported("sessions")).map(asText)).toEqual(expected);
  });

  test("what is exported comes back the same, as NDJSON", async () => {
    const goals = [
      outsideGoal({ id: 9 }),
      outsideGoal({ id: 3, title: 'a "quoted", title\n\\', target_date: null }),
    ];
    await write(
      "subjects.ndjson",
      ndjson([outsideSubject({ code: "Zeta" }), outsideSubject({ code: "alpha" })]),
    );
    await write(
      "customers.ndjson",
      ndjson([outsideCustomer({ goals, name: "" }), outsideCustomer({ id: 2, monthly_spend: 7 })]),
    );
    await write("tutors.jsonl", ndjson([outsideTutor({ subjects: ["b", "a", "b"], hourly_rate: "0.30" })]));
    await write(
      "sessions.ndjson",
      ndjson([outsideSession(), outsideSession({ id: 2, deleted_at: outsideSession().updated_at })]),
    );
    await importAll(folder);
    const first = new Map<string, readonly object[]>();
    for (const resource of resources) first.set(resource, await exported(resource));
    expect(first.get("subjects")?.map((row) => (row as { code: string }).code)).toEqual(["Zeta", "alpha"]);
    expect(first.get("sessions")).toHaveLength(1);
    await harness.reset();
    for (const resource of resources) {
      await rm(path.join(folder, `${resource}.jsonl`), { force: true });
      await write(`${resource}.ndjson`, ndjson(first.get(resource) ?? []));
    }
    await importAll(folder);
    for (const resource of resources) expect(await exported(resource)).toEqual(first.get(resource));
  });

  test("takes the newest of several versions, in whatever order they stand", async () => {
    const version = (day: number, name: string) =>
      outsideCustomer({ name, updated_at: `2026-03-0${day}T00:00:00.000Z` });
    await write("customers.ndjson", ndjson([version(2, "b"), version(3, "c"), version(1, "a")]));
    await importAll(folder);
    expect(await exported("customers")).toMatchObject([{ name: "c" }]);
    await write("customers.ndjson", ndjson([version(1, "a")]));
    expect(await importAll(folder)).toMatchObject([{ stale: 1 }]);
    expect(await exported("customers")).toMatchObject([{ name: "c" }]);
  });

  test("quarantines what is no record, and leaves the cursor of the poll alone", async () => {
    await write(
      "customers.ndjson",
      `${ndjson([outsideCustomer()])}{"id": 7, "broken"\n\n${ndjson([{ id: 8 }])}`,
    );
    expect(await importAll(folder)).toMatchObject([{ received: 3, inserted: 1, quarantined: 2 }]);
    const kept = await rows(
      "select record_key, origin, faults->0->>'reason' as reason, record::text as text from quarantined_records order by record_id",
    );
    expect(kept).toMatchObject([
      { record_key: "8", origin: "customers.ndjson", reason: "is missing" },
      {
        origin: "customers.ndjson",
        reason: "should be an object",
        text: JSON.stringify('{"id": 7, "broken"'),
      },
    ]);
    expect(await rows("select from ingestion_cursors")).toEqual([]);
    expect(await rows("select trigger, state from ingestion_runs")).toEqual([
      { trigger: "import", state: "succeeded" },
    ]);
  });

  test("holds sessions whose customer the folder does not have", async () => {
    await write("sessions.ndjson", ndjson([outsideSession()]));
    expect(await importAll(folder)).toMatchObject([{ held: 1 }]);
    await write("customers.ndjson", ndjson([outsideCustomer()]));
    await write("tutors.ndjson", ndjson([outsideTutor()]));
    await importAll(folder);
    expect(await exported("sessions")).toHaveLength(1);
  });

  test("keeps what stood before the line that cannot be read, and fails the run", async () => {
    const header = "id,customer_id,called_at,reason_code,created_at,updated_at";
    const time = "2026-03-01T00:00:00Z";
    await write("customers.ndjson", ndjson([outsideCustomer()]));
    const good = `1,1,${time},billing,${time},${time}`;
    await write("calls.csv", `${header}\n${good}\n2,1,"${time}\n3,1\n`);
    await expect(importAll(folder)).rejects.toThrow("calls.csv, line 3: a quote is never closed.");
    expect(await exported("calls")).toMatchObject([{ id: 1, duration_seconds: null, deleted_at: null }]);
    expect(await rows("select state from ingestion_runs where resource = 'calls'")).toEqual([
      { state: "failed" },
    ]);
  });
});
