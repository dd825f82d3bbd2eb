import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Row } from "../world/model.ts";
import { startForTest } from "./start-for-test.ts";

let test: Awaited<ReturnType<typeof startForTest>>;
beforeAll(async () => {
  test = await startForTest();
});
afterAll(() => test.mock.stop());

describe("lists", () => {
  it("give 100 rows by default, 500 at most, with the meta of the contract", async () => {
    const first = await test.json("/api/v1/sessions");
    expect(first.sessions).toHaveLength(100);
    const total = first.meta.total_count;
    const pages = Math.ceil(total / 100);
    expect(first.meta).toEqual({
      current_page: 1,
      next_page: 2,
      prev_page: null,
      total_pages: pages,
      total_count: total,
    });
    const clamped = await test.json("/api/v1/sessions?per_page=9999&page=0");
    expect(clamped.sessions).toHaveLength(500);
    expect(clamped.meta.current_page).toBe(1);
    const last = await test.json(`/api/v1/sessions?page=${pages}`);
    expect(last.sessions).toHaveLength(total - (pages - 1) * 100);
    expect(last.meta).toMatchObject({ next_page: null, prev_page: pages - 1 });
    const beyond = await test.json(`/api/v1/sessions?page=${pages + 5}`);
    expect(beyond).toMatchObject({ sessions: [], meta: { next_page: null, total_count: total } });
  });

  it("come by updated_at, then id, and pages together hold every row once", async () => {
    const rows: Row[] = [];
    for (let page: number | null = 1; page !== null; ) {
      const answer: { sessions: Row[]; meta: { next_page: number | null } } = await test.json(
        `/api/v1/sessions?per_page=500&page=${page}`,
      );
      rows.push(...answer.sessions);
      page = answer.meta.next_page;
    }
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
    const stamps = rows.map((row) => String(row.updated_at));
    expect(stamps).toEqual([...stamps].sort());
    const { subjects } = await test.json("/api/v1/subjects");
    const codes: string[] = subjects.map((row: Row) => String(row.code));
    expect(codes).toEqual([...codes].sort());
  });

  it("take updated_since inclusively, with any offset", async () => {
    const { sessions } = await test.json("/api/v1/sessions?per_page=500");
    const [row, before] = [sessions[300], sessions[299]];
    const since = await test.json(`/api/v1/sessions?updated_since=${row.updated_at}&per_page=1`);
    expect(since.sessions[0].id).toBe(before.updated_at === row.updated_at ? before.id : row.id);
    const shifted = new Date(Date.parse(row.updated_at) + 5 * 3_600_000)
      .toISOString()
      .replace("Z", "%2B05:00");
    const same = await test.json(`/api/v1/sessions?updated_since=${shifted}&per_page=1`);
    expect(same).toEqual(since);
    const none = await test.json("/api/v1/sessions?updated_since=2030-01-01T00:00:00Z");
    expect(none.meta).toEqual({
      current_page: 1,
      next_page: null,
      prev_page: null,
      total_pages: 0,
      total_count: 0,
    });
  });

  it.each(["2026-05-01T00:00:00+00:00", "2026-05-01T00:00:00", "soon", ""])(
    "refuse updated_since=%s with 400",
    async (since) => {
      const answer = await test.get(`/api/v1/customers?updated_since=${since}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toHaveProperty("error");
    },
  );
});

describe("single rows", () => {
  it("are found by id, a subject by its code, or are 404", async () => {
    const { customer } = await test.json("/api/v1/customers/3");
    expect(customer).toMatchObject({ id: 3, status: expect.any(String), goals: expect.any(Array) });
    expect((await test.json("/api/v1/subjects/latin")).subject.name).toBe("Latin");
    for (const path of [
      "customers/99999999",
      "customers/abc",
      "sessions/0",
      "subjects/ids",
      "calls",
      "nothing",
    ]) {
      const answer = await test.get(`/api/v1/${path}`);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.json()).toHaveProperty("error");
    }
  });
});

describe("ids and counts", () => {
  it("walk over all live ids; a page can be short before the end", async () => {
    const { session } = await test.json("/api/v1/sessions/7");
    await test.send("POST", "/control/sessions/7", { deleted_at: session.updated_at });
    const short = await test.json("/api/v1/sessions/ids?per_page=10");
    expect(short.ids).not.toContain(7);
    expect(short.ids.length).toBeLessThan(10);
    expect(short.meta.next_after_id).toBe(10);
    const ids: number[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const answer: { ids: number[]; meta: { next_after_id: number | null } } = await test.json(
        `/api/v1/sessions/ids?after_id=${after}&per_page=700`,
      );
      ids.push(...answer.ids);
      after = answer.meta.next_after_id;
    }
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    const { counts } = await test.json("/api/v1/sessions/counts?from=2000-01-01&to=2100-01-01");
    expect(counts.reduce((sum: number, day: { count: number }) => sum + day.count, 0)).toBe(ids.length);
    const kept = await test.json("/api/v1/sessions/7");
    expect(kept.session.deleted_at).toBe(session.updated_at);
    await test.send("POST", "/control/sessions/7", { deleted_at: null });
    expect((await test.json("/api/v1/sessions/ids?per_page=10")).ids).toContain(7);
  });

  it("count by the UTC day of created_at, both ends included", async () => {
    const { session } = await test.json("/api/v1/sessions/400");
    const day = session.created_at.slice(0, 10);
    const { counts } = await test.json(`/api/v1/sessions/counts?from=${day}&to=${day}`);
    expect(counts).toEqual([{ date: day, count: expect.any(Number) }]);
    expect((await test.get("/api/v1/sessions/counts?from=2026-02-30")).status).toBe(400);
  });
});

describe("every answer", () => {
  it("needs the token of its own system", async () => {
    const calls = `${test.mock.supportUrl}/api/v1/calls`;
    const status = async (url: string, authorization?: string) =>
      (await fetch(url, { headers: authorization ? { authorization } : {} })).status;
    expect(await status(calls, "Bearer support-token")).toBe(200);
    expect(await status(calls, "Bearer rails-token")).toBe(401);
    expect(await status(`${test.mock.url}/api/v1/sessions`, "Bearer support-token")).toBe(401);
    expect(await status(`${test.mock.url}/api/v1/sessions`)).toBe(401);
    expect(await status(`${test.mock.url}/control/state`)).toBe(401);
    const refused = await fetch(calls);
    expect(refused.headers.get("content-type")).toContain("application/json");
    expect(await refused.json()).toHaveProperty("error");
    expect(refused.headers.get("x-request-id")).toBeTruthy();
  });

  it("carries a request id, the caller's own if there is one, and is compressed on request", async () => {
    const answer = await test.get("/api/v1/tutors", { "x-request-id": "poll-1", "accept-encoding": "gzip" });
    expect(answer.headers.get("x-request-id")).toBe("poll-1");
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    expect((await answer.json()).tutors.length).toBeGreaterThan(5);
  });

  it("is 200 at /health without a token", async () => {
    expect((await fetch(`${test.mock.url}/health`)).status).toBe(200);
  });
});
