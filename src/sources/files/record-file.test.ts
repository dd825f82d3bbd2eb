import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { AppError } from "#platform/errors.ts";
import type { Item } from "../source.ts";
import { findRecordFiles, readRecordFile } from "./record-file.ts";

const root = await mkdtemp(path.join(tmpdir(), "record-file-"));
afterAll(async () => await rm(root, { recursive: true }));
let folder = root;
let count = 0;
beforeEach(async () => {
  folder = path.join(root, String(count++));
  await mkdir(folder);
});

async function read(
  name: string,
  content: string | Uint8Array,
): Promise<{ items: Item[]; unknown: string[] }> {
  await writeFile(path.join(folder, name), content);
  const items: Item[] = [];
  const unknown = new Set<string>();
  for (const file of await findRecordFiles(folder)) {
    for await (const chunk of readRecordFile(file)) {
      items.push(...chunk.items);
      for (const field of chunk.unknownFields) unknown.add(field);
    }
  }
  return { items, unknown: [...unknown] };
}

const time = "2026-03-01T10:00:00.000Z";
const callHeader = "id,customer_id,called_at,reason_code,duration_seconds,created_at,updated_at,deleted_at";
const call = (fields: string) => `${fields},${time},${time},\n`;

describe("a CSV file", () => {
  test("has typed cells, and null where one is empty", async () => {
    const { items } = await read(
      "calls.csv",
      `${callHeader}\n${call(`1,2,${time},billing,`)}${call(`3,4,${time},other,60.0`)}`,
    );
    expect(items.map((item) => item.record)).toMatchObject([
      { id: 1, customerId: 2, durationSeconds: null, deletedAt: null },
      { id: 3, customerId: 4, durationSeconds: 60 },
    ]);
  });

  test("may begin with a mark, end its lines with CR LF, quote its cells, and name its columns in any order", async () => {
    const text = `\uFEFFname,code,updated_at,created_at,extra\r\n"a ""b"", c\nd",x,${time},${time},1\r\n\r\n`;
    const { items, unknown } = await read("subjects.csv", text);
    expect(items).toMatchObject([{ record: { code: "x", name: 'a "b", c\nd', category: null } }]);
    expect(unknown).toEqual(["extra"]);
  });

  test("has JSON in the cells of lists, and true or false in others", async () => {
    const header = "id,name,timezone,status,signed_up_at,goals,email_consent,created_at,updated_at";
    const line = `1,Ada,UTC,active,${time},"[{""id"":1,""title"":""t"",""is_primary"":true,""created_at"":""${time}""}]",f,${time},${time}`;
    const { items } = await read("customers.csv", `${header}\n${line}\n`);
    expect(items).toMatchObject([
      { record: { emailConsent: false, phoneConsent: true, goals: [{ id: 1, isPrimary: true }] } },
    ]);
  });

  test("has malformed cells quarantined as they stood", async () => {
    const { items } = await read("calls.csv", `${callHeader}\n${call(`1,x2,${time},billing,soon`)}`);
    expect(items[0]?.rejected?.faults.map((fault) => fault.path)).toEqual([
      "customer_id",
      "duration_seconds",
    ]);
    expect(JSON.parse(items[0]?.rejected?.json ?? "")).toMatchObject({
      id: "1",
      customer_id: "x2",
      deleted_at: "",
    });
  });

  test.each([
    ["", "calls.csv: it is empty; its first line should name the columns."],
    [
      "id,reason_code\n1,billing\n",
      "calls.csv, line 1: the header should also name customer_id, called_at, created_at, updated_at.",
    ],
    [`${callHeader},id\n`, "calls.csv, line 1: the column id is there twice."],
    [`${callHeader}\n1,2\n`, "calls.csv, line 2: it has 2 cells where the header has 8."],
    [
      `${callHeader}\n${call(`1,2,${time},billing,`)}${call(`1,2,${time},"bil"ling,`)}`,
      "calls.csv, line 3: after a closing quote there should be a comma or the end of the line.",
    ],
    [
      `${callHeader}\n${call(`1,2,${time},bi"lling,`)}`,
      "calls.csv, line 2: a quote stands in the middle of a cell that is not quoted.",
    ],
    [`${callHeader}\n1,"2\n`, "calls.csv, line 2: a quote is never closed."],
  ])("that cannot be read is one sentence: %j", async (text, sentence) => {
    const error = await read("calls.csv", text).catch((fault: unknown) => fault);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: "invalid_input", message: sentence });
  });

  test("that is not text is one sentence", async () => {
    const bytes = Buffer.concat([Buffer.from(`${callHeader}\n1,2,`), Buffer.from([0xff, 0xfe, 0x00])]);
    await expect(read("calls.csv", bytes)).rejects.toThrow("calls.csv: it is not UTF-8 text.");
  });
});

describe("an NDJSON file", () => {
  test("has one record a line, the last one with or without an end", async () => {
    const line = JSON.stringify({ code: "a", name: "é", created_at: time, updated_at: time });
    const { items } = await read("subjects.jsonl", `${line}\r\n\n${line}`);
    expect(items.map((item) => item.record)).toMatchObject([{ code: "a", name: "é" }, { code: "a" }]);
  });

  test("that is one list is one sentence", async () => {
    await expect(read("subjects.ndjson", "[\n{}\n]")).rejects.toThrow(
      "subjects.ndjson, line 1: it is one JSON list; each line should be one record.",
    );
  });

  test("with a line that never ends is one sentence", async () => {
    await expect(read("subjects.ndjson", `{}\n"${"x".repeat(17 * 1024 * 1024)}`)).rejects.toThrow(
      "subjects.ndjson, line 2: the line is over 16 MB.",
    );
  });
});

describe("a folder", () => {
  test("is read in the order in which records refer to each other", async () => {
    for (const name of ["calls.csv", "sessions.ndjson", "customers.csv", "subjects.jsonl", "notes.txt"]) {
      await writeFile(path.join(folder, name), "");
    }
    expect((await findRecordFiles(folder)).map((file) => file.name)).toEqual([
      "subjects.jsonl",
      "customers.csv",
      "sessions.ndjson",
      "calls.csv",
    ]);
  });

  test("that is none, or holds nothing of use, is one sentence", async () => {
    await expect(findRecordFiles(folder)).rejects.toThrow(/holds none of subjects.csv, customers.csv/);
    await expect(findRecordFiles(path.join(folder, "none"))).rejects.toThrow(
      /cannot be read as a folder \(ENOENT\)/,
    );
  });
});
