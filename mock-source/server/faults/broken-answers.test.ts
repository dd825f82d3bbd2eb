import { request } from "node:http";
import { gunzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Row } from "../../world/model.ts";
import { startForTest } from "../start-for-test.ts";
import { breakageNames } from "./breakages.ts";

let test: Awaited<ReturnType<typeof startForTest>>;
beforeAll(async () => {
  test = await startForTest();
});
afterEach(() => test.mock.faults.clear());
afterAll(() => test.mock.stop());

const list = "/api/v1/sessions?per_page=500";
const misbehave = (fields: Row) => test.misbehave(fields);

/** Status, headers and bytes as they came over the wire. */
const raw = (path: string) =>
  new Promise<{ headers: Record<string, unknown>; bytes: Buffer }>((resolve, reject) => {
    const headers = { authorization: "Bearer rails-token" };
    request(test.mock.url + path, { headers }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on("data", (piece) => pieces.push(piece));
      answer.on("end", () => resolve({ headers: answer.headers, bytes: Buffer.concat(pieces) }));
      answer.on("error", reject);
    })
      .on("error", reject)
      .end();
  });

describe("answers that are broken as a whole", () => {
  it("not_utf8 leaves a byte that is no UTF-8 in what else is JSON", async () => {
    await misbehave({ kind: "not_utf8" });
    const { headers, bytes } = await raw("/api/v1/tutors");
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(() => new TextDecoder("utf-8", { fatal: true }).decode(bytes)).toThrow();
    expect(JSON.parse(bytes.toString("latin1")).tutors.length).toBeGreaterThan(5);
  });

  it("gzip_cut ends in the middle of the compressed stream, at the length that it promised", async () => {
    await misbehave({ kind: "gzip_cut" });
    const { headers, bytes } = await raw("/api/v1/tutors");
    expect(headers).toMatchObject({ "content-encoding": "gzip", "content-length": String(bytes.length) });
    expect(() => gunzipSync(bytes)).toThrow(/unexpected end/);
    await misbehave({ kind: "gzip_cut" });
    await expect(test.json("/api/v1/tutors")).rejects.toThrow();
  });

  it.each([
    ["other_key", { data: expect.any(Array), meta: expect.any(Object) }],
    ["array", expect.any(Array)],
    ["text", expect.stringContaining('"subjects"')],
    ["null", null],
    ["no_meta", { subjects: expect.any(Array) }],
  ])("wrong_shape %s", async (way, expected) => {
    await misbehave({ kind: "wrong_shape", way });
    expect(await test.json("/api/v1/subjects")).toEqual(expected);
    expect(await test.json("/api/v1/subjects")).toHaveProperty("meta.total_count", 32);
  });

  it("wrong_shape cut leaves half of the list and counts all of it", async () => {
    await misbehave({ kind: "wrong_shape", way: "cut", on: "list" });
    const cut = await test.json("/api/v1/subjects");
    expect([cut.subjects.length, cut.meta.total_count]).toEqual([16, 32]);
  });

  it("429 names the time as an HTTP date too", async () => {
    await misbehave({ kind: "status", status: 429, retryAfter: 30, retryAfterAs: "date" });
    const answer = await test.get("/api/v1/tutors");
    const { date, "retry-after": after } = Object.fromEntries(answer.headers);
    expect(Date.parse(after ?? "") - Date.parse(date ?? "")).toBe(30_000);
  });
});

describe("rows that are broken", () => {
  it.each(["sessions", "customers", "tutors", "subjects"])(
    "malformed %s: a share of them, each version the same way each time, until the end",
    async (resource) => {
      const path = `/api/v1/${resource}?per_page=500`;
      const whole: Row[] = (await test.json(path))[resource];
      await misbehave({ kind: "malformed", rowRate: 0.5, seed: 4 });
      const first: Row[] = (await test.json(path))[resource];
      expect((await test.json(path))[resource]).toEqual(first);
      const broken = first.filter((row, i) => JSON.stringify(row) !== JSON.stringify(whole[i])).length;
      expect(broken / whole.length).toBeGreaterThan(0.2);
      expect(broken / whole.length).toBeLessThan(0.8);
      await test.send("DELETE", "/control/faults");
      expect((await test.json(path))[resource]).toEqual(whole);
    },
  );

  it("malformed follows the version: a row that changes is drawn again", async () => {
    await misbehave({ kind: "malformed", rowRate: 0.5, seed: 4 });
    const shown = new Set<string>();
    for (let i = 0; i < 12; i++) {
      await test.send("POST", "/control/sessions/30", {});
      const { session } = await test.json("/api/v1/sessions/30");
      shown.add(JSON.stringify(session, (key, value) => (key === "updated_at" ? undefined : value)));
      test.laterOn();
    }
    expect(shown.size).toBeGreaterThan(2);
  });

  it.each(breakageNames)("malformed by %s, and no row but the one named", async (way) => {
    const whole = (await test.json("/api/v1/sessions/12")).session;
    await misbehave({ kind: "malformed", ids: [12], ways: [way] });
    const { session } = await test.json("/api/v1/sessions/12");
    expect(session).not.toEqual(whole);
    expect((await test.json("/api/v1/sessions/13")).session).toHaveProperty("id", 13);
    const wrong: Record<(typeof breakageNames)[number], () => unknown> = {
      id_null: () => session.id === null,
      id_text: () => session.id === "12",
      missing_required: () => Object.keys(session).length === Object.keys(whole).length - 1,
      wrong_type: () => Object.values(session).some((value) => typeof value === "object" && value !== null),
      unknown_status: () => session.status === "archived",
      local_time: () => Object.values(session).some((value) => /T\d\d:\d\d:\d\d$/.test(String(value))),
      impossible_time: () => Object.values(session).includes("2026-02-30T25:61:00.000Z"),
      rating_out_of_range: () => ["0.0", "5.5", "-1.0", "4.7", "NaN"].includes(session.rating),
      null_byte: () => session.subject === `${whole.subject}\u0000`,
      number_as_text: () =>
        ["customer_id", "tutor_id", "duration_minutes"].some((field) => typeof session[field] === "string"),
      not_a_row: () => session === null || typeof session === "string" || Array.isArray(session),
    };
    expect(wrong[way]()).toBe(true);
  });

  it("drift adds fields, nested ones too, and leaves out what was null", async () => {
    await misbehave({ kind: "drift" });
    const { tutors } = await test.json("/api/v1/tutors");
    expect(tutors[0]).toMatchObject({ lock_version: 3, metadata: { region: "us-east-1" } });
    expect(tutors[0]).not.toHaveProperty("deleted_at");
    expect(tutors[0].availability[0]).toHaveProperty("uuid");
  });

  it("numbers prints decimals as numbers and the same instants with an offset", async () => {
    const whole: Row[] = (await test.json(list)).sessions;
    const { customer } = await test.json("/api/v1/customers/3");
    await misbehave({ kind: "numbers" });
    const other: Row[] = (await test.json(list)).sessions;
    const rated = whole.findIndex((row) => row.rating !== null);
    expect(other[rated]?.rating).toBe(Number(whole[rated]?.rating));
    other.forEach((row, i) => {
      expect(String(row.updated_at)).toMatch(/-05:00$/);
      expect(Date.parse(String(row.updated_at))).toBe(Date.parse(String(whole[i]?.updated_at)));
    });
    const offset = (await test.json("/api/v1/customers/3")).customer;
    expect(offset.monthly_spend).toBe(Number(customer.monthly_spend));
    expect(offset.goals.every((goal: Row) => String(goal.created_at).endsWith("-05:00"))).toBe(true);
  });
});
