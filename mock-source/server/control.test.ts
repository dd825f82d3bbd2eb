import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Row } from "../world/model.ts";
import { startForTest, testNowMs } from "./start-for-test.ts";

let test: Awaited<ReturnType<typeof startForTest>>;
beforeAll(async () => {
  test = await startForTest();
});
afterEach(() => test.send("DELETE", "/control/faults"));
afterAll(() => test.mock.stop());

const since = (ms: number) => new Date(ms).toISOString();

describe("changes by hand", () => {
  it("merge fields, answer with the row, and bring it to the end of the list", async () => {
    const answer = await test.send("POST", "/control/sessions/12", { rating: "2.0" });
    const { session } = await answer.json();
    expect(session).toMatchObject({ id: 12, rating: "2.0", updated_at: since(testNowMs) });
    const { sessions } = await test.json(`/api/v1/sessions?updated_since=${since(testNowMs)}`);
    expect(sessions).toEqual([session]);
    expect((await test.send("POST", "/control/sessions/99999999", {})).status).toBe(404);
    expect((await test.send("POST", "/control/sessions/12", [1])).status).toBe(400);
    expect((await test.send("POST", "/control/sessions/12", { updated_at: "x" })).status).toBe(400);
  });

  it("insert rows out of the way of those to come, and remove rows without a trace", async () => {
    const body = {
      customer_id: 1,
      called_at: since(testNowMs),
      reason_code: "billing",
      duration_seconds: 60,
    };
    const inserted = await test.send("POST", "/control/calls", body);
    expect(inserted.status).toBe(201);
    const { call } = await inserted.json();
    expect(call).toMatchObject({ ...body, id: 900_000_001, deleted_at: null, created_at: since(testNowMs) });
    expect((await test.send("POST", "/control/calls", { id: call.id })).status).toBe(409);
    expect((await test.send("POST", "/control/calls", { id: 5_000_000 })).status).toBe(400);
    expect((await test.send("DELETE", `/control/calls/${call.id}`)).status).toBe(204);
    expect((await test.send("DELETE", `/control/calls/${call.id}`)).status).toBe(404);
    expect((await test.send("DELETE", "/control/customers/4")).status).toBe(204);
    expect((await test.get("/api/v1/customers/4")).status).toBe(404);
    const { customers } = await test.json("/api/v1/customers?per_page=500");
    expect(customers.map((row: Row) => row.id)).not.toContain(4);
    expect((await test.json("/api/v1/customers/ids")).ids).not.toContain(4);
  });

  it("give more rows than a page holds the same updated_at", async () => {
    const ids = Array.from({ length: 700 }, (_, i) => i + 1);
    const { updated_at } = await (
      await test.send("POST", "/control/touch", { resource: "sessions", ids })
    ).json();
    const second = await test.json(`/api/v1/sessions?updated_since=${updated_at}&per_page=500&page=2`);
    expect(second.sessions.at(-1)).toMatchObject({ id: 700, updated_at });
    expect(second.meta.next_page).toBeNull();
  });

  it("stay on a row that the world changes later", async () => {
    const ahead = (await test.json("/api/v1/sessions?per_page=500&updated_since=2026-05-19T00:00:00Z"))
      .sessions;
    const row = ahead.find((session: Row) => session.status === "scheduled");
    await test.send("POST", `/control/sessions/${row.id}`, { subject: "latin" });
    test.mock.source.advanceTo((Date.parse(row.scheduled_at) + 4 * 3_600_000) * 1000);
    const { session } = await test.json(`/api/v1/sessions/${row.id}`);
    expect(session.subject).toBe("latin");
    expect(session.status).not.toBe("scheduled");
    expect(session.updated_at > since(testNowMs)).toBe(true);
  });

  it("are kept in a journal, for the next start on the same world", async () => {
    const dir = mkdtempSync(join(tmpdir(), "mock-journal-"));
    const journalPath = join(dir, "journal.ndjson");
    const first = await startForTest({ journalPath });
    await first.send("POST", "/control/sessions/3", { rating: "1.5" });
    await first.send("DELETE", "/control/sessions/9");
    const { sessions } = await first.json("/api/v1/sessions?per_page=500&updated_since=2026-05-19T00:00:00Z");
    const ahead = sessions.filter((row: Row) => row.status === "scheduled").slice(0, 5);
    for (const row of ahead) await first.send("POST", `/control/sessions/${row.id}`, { subject: "latin" });
    await first.mock.stop();
    writeFileSync(journalPath, '{"op":"merge","resou', { flag: "a" });
    const laterMs = testNowMs + 2 * 86_400_000;
    const second = await startForTest({ journalPath, originDay: undefined, now: () => laterMs });
    expect((await second.json("/api/v1/sessions/3")).session.rating).toBe("1.5");
    expect((await second.get("/api/v1/sessions/9")).status).toBe(404);
    first.mock.source.advanceTo(laterMs * 1000);
    const rows = (source: typeof first) => source.mock.source.stores.sessions.page(0, 1, 100_000);
    expect(rows(second)).toEqual(rows(first));
    await second.mock.stop();
    await expect(startForTest({ journalPath, seed: 6 })).rejects.toThrow("belongs to seed 5");
    const [head = "", ...rest] = readFileSync(journalPath, "utf8").split("\n");
    const { generation: _, ...ofTheFirst } = JSON.parse(head);
    writeFileSync(journalPath, [JSON.stringify(ofTheFirst), ...rest].join("\n"));
    await expect(startForTest({ journalPath })).rejects.toThrow("world of an earlier version");
    rmSync(dir, { recursive: true });
  });
});

describe("misbehaviour", () => {
  const path = "/api/v1/tutors";
  const misbehave = async (fields: Row) =>
    expect((await test.send("POST", "/control/faults", fields)).status).toBe(201);
  const wellAgain = async () => expect((await test.get(path)).status).toBe(200);

  it("answers 429 with Retry-After as often as asked", async () => {
    await misbehave({ kind: "status", status: 429, retryAfter: 7, times: 2 });
    for (let i = 0; i < 2; i++) {
      const answer = await test.get(path);
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "7"]);
      expect(answer.headers.get("x-request-id")).toBeTruthy();
    }
    await wellAgain();
  });

  it("answers with pages of a proxy, which have no request id", async () => {
    await misbehave({ kind: "status", status: 502 });
    await misbehave({ kind: "html200", resource: "customers" });
    const bad = await test.get(path);
    expect([bad.status, bad.headers.get("x-request-id")]).toEqual([502, null]);
    const lying = await test.get("/api/v1/customers");
    expect([lying.status, await lying.text()]).toEqual([200, expect.stringContaining("<html>")]);
    await wellAgain();
  });

  it.each([{ kind: "reset" }, { kind: "truncated", way: "length" }, { kind: "truncated", way: "chunk" }])(
    "breaks the connection: %o",
    async (fault) => {
      await misbehave(fault);
      await expect(test.get(path).then((answer) => answer.text())).rejects.toThrow();
      await wellAgain();
    },
  );

  it("ends in the middle without a length", async () => {
    await misbehave({ kind: "truncated", way: "close" });
    const text = await (await test.get(path)).text();
    expect(() => JSON.parse(text)).toThrow();
    await wellAgain();
  });

  it("hangs until the caller gives up, and delays", async () => {
    await misbehave({ kind: "hang" });
    await expect(fetch(test.mock.url + path, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
    await misbehave({ kind: "delay", ms: 20 });
    await wellAgain();
  });

  it("ends with its time, and says what it does not know", async () => {
    await misbehave({ kind: "status", status: 500, seconds: 60 });
    expect((await test.get(path)).status).toBe(500);
    test.clock.nowMs += 61_000;
    await wellAgain();
    for (const fields of [{ kind: "flood" }, { kind: "status", status: 200 }, { kind: "delay", ms: "x" }]) {
      const answer = await test.send("POST", "/control/faults", fields);
      expect(answer.status).toBe(400);
      expect((await answer.json()).error).toMatch(/must be/);
    }
  });

  it("lets nobody wait at the end: stop breaks what hangs", async () => {
    const other = await startForTest();
    await other.send("POST", "/control/faults", { kind: "hang", at: "body" });
    const hanging = other.get(path).then((answer) => answer.text());
    hanging.catch(() => undefined);
    while ((await other.json("/control/faults")).faults.length > 0) await new Promise(setImmediate);
    await other.mock.stop();
    await expect(hanging).rejects.toThrow();
  });
});
