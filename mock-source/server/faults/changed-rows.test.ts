import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Row } from "../../world/model.ts";
import { startForTest } from "../start-for-test.ts";

let test: Awaited<ReturnType<typeof startForTest>>;
beforeAll(async () => {
  test = await startForTest();
});
afterEach(() => test.mock.faults.clear());
afterAll(() => test.mock.stop());

const list = "/api/v1/sessions?per_page=500";
const misbehave = (fields: Row) => test.misbehave(fields);
const rowsSince = (instant: string) => test.rowsSince(instant);
const laterOn = (ms?: number) => test.laterOn(ms);

describe("pages that do not fit together", () => {
  it("reordered holds the same rows in another order", async () => {
    const whole: Row[] = (await test.json(list)).sessions;
    await misbehave({ kind: "reordered" });
    const { sessions } = await test.json(list);
    expect(sessions).not.toEqual(whole);
    expect(new Set(sessions.map((row: Row) => row.id))).toEqual(new Set(whole.map((row) => row.id)));
  });

  it("duplicated puts rows of the page before at the head", async () => {
    await misbehave({ kind: "duplicated", n: 4 });
    const first = (await test.json(list)).sessions;
    const second = (await test.json(`${list}&page=2`)).sessions;
    expect(first).toHaveLength(500);
    expect(second).toHaveLength(504);
    expect(second.slice(0, 4)).toEqual(first.slice(-4));
  });

  it("moving takes rows out of pages that were read, and puts them at the end, before each further page", async () => {
    const start = laterOn();
    await misbehave({ kind: "moving", n: 5 });
    const first: Row[] = (await test.json(list)).sessions;
    expect(await rowsSince(start)).toEqual([]);
    await test.send("DELETE", "/control/faults");
    await misbehave({ kind: "moving", n: 5 });
    await test.json(list);
    const second: Row[] = (await test.json(`${list}&page=2`)).sessions;
    await test.send("DELETE", "/control/faults");
    const moved = await rowsSince(start);
    expect(moved.length).toBeGreaterThan(0);
    expect(moved.length).toBeLessThanOrEqual(5);
    const seen = new Set([...first, ...second].map((row) => row.id));
    const wholeNow: Row[] = (await test.json(list)).sessions;
    // What moved up past the end of the first page was shown on neither page.
    expect(wholeNow.some((row) => !seen.has(row.id))).toBe(true);
    await misbehave({ kind: "moving", n: 5 });
    const again = laterOn();
    await rowsSince("2026-01-01T00:00:00Z");
    await rowsSince("2026-02-01T00:00:00Z");
    await test.send("DELETE", "/control/faults");
    expect((await rowsSince(again)).length).toBeGreaterThan(0);
  });

  it("shared_stamp gives more rows than a page one updated_at", async () => {
    const start = laterOn();
    const { changed } = await misbehave({ kind: "shared_stamp", n: 620 });
    expect(changed.ids).toHaveLength(620);
    const first = await rowsSince(start);
    expect(new Set(first.map((row) => row.updated_at))).toEqual(new Set([start]));
    const second = await test.json(`/api/v1/sessions?per_page=500&page=2&updated_since=${start}`);
    expect([first.length, second.sessions.length]).toEqual([500, 120]);
    expect((await test.json("/control/faults")).faults).toEqual([]);
  });
});

describe("changes that are seen late", () => {
  it("late: neither new nor changed rows before their time, with the stamp of when they were made", async () => {
    await misbehave({ kind: "late", ms: 90_000, rowRate: 1 });
    const before = (await test.json("/api/v1/sessions/40")).session;
    const made = laterOn();
    await test.send("POST", "/control/sessions/40", { rating: "1.0" });
    const inserted = await test.send("POST", "/control/calls", { customer_id: 1, reason_code: "billing" });
    const { call } = await inserted.json();
    expect((await test.json("/control/state")).held_back).toBeGreaterThan(1);
    laterOn(89_000);
    expect((await test.json("/api/v1/sessions/40")).session).toEqual(before);
    const callPath = `${test.mock.supportUrl}/api/v1/calls/${call.id}`;
    const headers = { authorization: "Bearer support-token" };
    expect((await fetch(callPath, { headers })).status).toBe(404);
    laterOn(1100);
    const after = (await test.json("/api/v1/sessions/40")).session;
    expect(after).toMatchObject({ rating: "1.0", updated_at: made });
    expect((await (await fetch(callPath, { headers })).json()).call).toMatchObject({ updated_at: made });
  });

  it("late: rows of the world too, each as it was before, until they are as if there were no fault", async () => {
    const [late, prompt] = [await startForTest({ customers: 200 }), await startForTest({ customers: 200 })];
    late.mock.faults.add({ kind: "late", ms: 120_000, rowRate: 0.5 });
    const all = (source: typeof late) => source.mock.source.stores.sessions.page(0, 1, 100_000).rows;
    let [outOfTurn, highest] = [0, 0];
    for (let minute = 0; minute < 1200; minute++) {
      const lastUs = (late.clock.nowMs - 200_000) * 1000;
      const seen = new Set(late.mock.source.stores.sessions.idsFrom(lastUs, 1000));
      for (const source of [late, prompt]) source.laterOn(60_000);
      for (const row of late.mock.source.stores.sessions.page(lastUs, 1, 1000).rows) {
        expect(prompt.mock.source.stores.sessions.has(Number(row.id))).toBe(true);
        const stampMs = Date.parse(String(row.updated_at));
        if (!seen.has(Number(row.id)) && stampMs < highest) outOfTurn++;
        else highest = Math.max(highest, stampMs);
      }
    }
    expect(outOfTurn).toBeGreaterThan(0);
    late.mock.faults.clear();
    expect(all(late)).toEqual(all(prompt));
    await Promise.all([late.mock.stop(), prompt.mock.stop()]);
  });

  it("clock_skew moves the Date header and the stamps of what changes", async () => {
    const made = Date.parse(laterOn());
    await misbehave({ kind: "clock_skew", skewSeconds: -45 });
    await test.send("POST", "/control/sessions/50", { rating: "2.0" });
    const answer = await test.get("/api/v1/sessions/50");
    expect(Date.parse(answer.headers.get("date") ?? "")).toBe(Math.floor((made - 45_000) / 1000) * 1000);
    expect((await answer.json()).session.updated_at).toBe(new Date(made - 45_000).toISOString());
    await test.send("DELETE", "/control/faults");
    const well = await test.get("/api/v1/sessions/50");
    expect(Date.parse(well.headers.get("date") ?? "")).toBe(Math.floor(made / 1000) * 1000);
  });
});

describe("rows that are changed", () => {
  it("hard_delete removes n at once, or as many in each minute", async () => {
    const total = async () => (await test.json(list)).meta.total_count;
    const before = await total();
    const { changed } = await misbehave({ kind: "hard_delete", n: 3, seed: 9 });
    expect(changed.ids).toHaveLength(3);
    for (const id of changed.ids) expect((await test.get(`/api/v1/sessions/${id}`)).status).toBe(404);
    expect(await total()).toBe(before - 3);
    const other = await startForTest();
    other.mock.faults.add({ kind: "hard_delete", resource: "tutors", perMinute: 2 });
    other.clock.nowMs += 3 * 60_000;
    other.mock.goOn();
    const { meta } = await other.json("/api/v1/tutors");
    const { meta: whole } = await test.json("/api/v1/tutors");
    expect(meta.total_count).toBe(whole.total_count - 6);
    await other.mock.stop();
  });

  it("soft_delete and restore set deleted_at and take it back, through updated_at", async () => {
    const start = laterOn();
    const { changed } = await misbehave({ kind: "soft_delete", n: 5 });
    const deleted = await rowsSince(start);
    expect(new Set(deleted.map((row) => row.id))).toEqual(new Set(changed.ids));
    for (const row of deleted) expect(row.deleted_at).toBe(row.updated_at);
    const restoredAt = laterOn();
    await misbehave({ kind: "restore", ids: changed.ids.slice(0, 2) });
    const { session } = await test.json(`/api/v1/sessions/${changed.ids[0]}`);
    expect(session).toMatchObject({ deleted_at: null, updated_at: restoredAt });
    const more = await misbehave({ kind: "restore", n: 1 });
    expect(more.changed.ids).toHaveLength(1);
  });

  it("correct takes completed sessions back, rates them, and moves them to others", async () => {
    const start = laterOn();
    const { changed } = await misbehave({ kind: "correct", what: "status", n: 4 });
    expect((await rowsSince(start)).map((row) => [row.status, row.rating])).toEqual(
      changed.ids.map(() => ["no_show", null]),
    );
    for (const [what, field] of [
      ["rating", "rating"],
      ["tutor", "tutor_id"],
      ["customer", "customer_id"],
    ] as const) {
      const whole: Row[] = (await test.json(list)).sessions;
      const row = whole.find((one) => one.status === "completed" && one.deleted_at === null)!;
      await misbehave({ kind: "correct", what, ids: [row.id] });
      expect((await test.json(`/api/v1/sessions/${row.id}`)).session[field]).not.toBe(row[field]);
      laterOn();
    }
  });

  it("picks the same rows by the same seed, and keeps what it changed for the next start", async () => {
    const dir = mkdtempSync(join(tmpdir(), "mock-faults-"));
    const journalPath = join(dir, "journal.ndjson");
    const one = await startForTest({ journalPath });
    const fields = { kind: "hard_delete", n: 6, seed: 3 };
    const ids = one.mock.faults.add(fields).prepared.changed?.ids ?? [];
    await one.mock.stop();
    const two = await startForTest({ journalPath });
    for (const id of ids) expect((await two.get(`/api/v1/sessions/${id}`)).status).toBe(404);
    await two.mock.stop();
    const three = await startForTest();
    expect(three.mock.faults.add(fields).prepared.changed?.ids).toEqual(ids);
    await three.mock.stop();
    rmSync(dir, { recursive: true });
  });
});

it("takes ids above 2^31 by hand, in their place", async () => {
  const id = 5_000_000_000;
  const start = laterOn();
  const body = {
    id,
    customer_id: 1,
    tutor_id: 2,
    subject: "latin",
    status: "scheduled",
    scheduled_at: start,
  };
  expect((await test.send("POST", "/control/sessions", body)).status).toBe(201);
  expect((await test.json(`/api/v1/sessions/${id}`)).session).toMatchObject({ id, subject: "latin" });
  await test.send("POST", "/control/touch", { resource: "sessions", ids: [id, 2, 1] });
  expect((await rowsSince(start)).map((row) => row.id)).toEqual([1, 2, id]);
  expect((await test.json("/api/v1/sessions/ids?after_id=4999999999")).ids).toEqual([id]);
  expect((await test.send("DELETE", `/control/sessions/${id}`)).status).toBe(204);
  expect((await rowsSince(start)).map((row) => row.id)).toEqual([1, 2]);
});
