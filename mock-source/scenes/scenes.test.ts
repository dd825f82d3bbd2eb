import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startForTest, testNowMs } from "../server/start-for-test.ts";
import type { Row } from "../world/model.ts";

const dayMs = 86_400_000;
let test: Awaited<ReturnType<typeof startForTest>>;
const dir = mkdtempSync(join(tmpdir(), "mock-scenes-"));
const options = { customers: 300, journalPath: join(dir, "journal.ndjson") };
beforeAll(async () => {
  test = await startForTest(options);
});
afterAll(async () => {
  await test.mock.stop();
  rmSync(dir, { recursive: true });
});

/** Every row of a resource, as a reader of the source gets them. */
async function everyRow(resource: string): Promise<Row[]> {
  const rows: Row[] = [];
  const base = resource === "calls" ? test.mock.supportUrl : test.mock.url;
  const headers = { authorization: `Bearer ${resource === "calls" ? "support" : "rails"}-token` };
  for (let page: number | null = 1; page !== null; ) {
    const answer = await fetch(`${base}/api/v1/${resource}?per_page=500&page=${page}`, { headers });
    const body: { [key: string]: Row[] } & { meta: { next_page: number | null } } = await answer.json();
    rows.push(...(body[resource] ?? []));
    page = body.meta.next_page;
  }
  return rows;
}

async function play(
  scene: Row,
): Promise<{ said: string; look_at: Row[]; goes_on: boolean; added: Record<string, unknown[]> }> {
  const answer = await test.send("POST", "/control/scenes", scene);
  const body = await answer.json();
  expect([answer.status, body.error]).toEqual([201, undefined]);
  return body.scene;
}

const ms = (value: unknown) => Date.parse(String(value));

/** The earliest completed session of each customer with the tutor, where it is rated. */
async function pairFirsts(tutor: unknown): Promise<{ atMs: number; isGood: boolean }[]> {
  const firsts = new Map<unknown, Row>();
  for (const row of await everyRow("sessions")) {
    if (row.tutor_id !== tutor || row.status !== "completed" || row.deleted_at !== null) continue;
    const known = firsts.get(row.customer_id);
    if (!known || ms(row.started_at) < ms(known.started_at)) firsts.set(row.customer_id, row);
  }
  return [...firsts.values()]
    .filter((row) => row.rating !== null)
    .map((row) => ({ atMs: ms(row.started_at), isGood: Number(row.rating) >= 4 }));
}

describe("tutor-declines", () => {
  it("shows a fall of first sessions that is no chance, and goes on", async () => {
    const { look_at, said, goes_on, added } = await play({ scene: "tutor-declines", everyHours: 6 });
    expect(said).toMatch(
      /24 more first sessions from before, 22 of them .*18 more in the last 4 weeks, 4 of them/,
    );
    expect(added).toEqual({ sessions: (await everyRow("sessions")).slice(-42).map((row) => row.id) });
    expect(goes_on).toBe(true);
    const tutor = look_at[0];
    expect(tutor).toMatchObject({
      resource: "tutors",
      id: expect.any(Number),
      why: expect.stringMatching(/% of them/),
    });
    const rates = async () => {
      const firsts = await pairFirsts(tutor?.id);
      const [before, lately] = [false, true].map((isLate) =>
        firsts.filter(({ atMs }) => atMs >= testNowMs - 28 * dayMs === isLate),
      ) as [typeof firsts, typeof firsts];
      const share = (some: typeof firsts) => some.filter(({ isGood }) => isGood).length / some.length;
      return { before, lately, p1: share(before), p2: share(lately) };
    };
    const { before, lately, p1, p2 } = await rates();
    expect(p1).toBeGreaterThan(0.8);
    expect(p2).toBeLessThan(0.5);
    const pooled = (p1 * before.length + p2 * lately.length) / (before.length + lately.length);
    const error = Math.sqrt(pooled * (1 - pooled) * (1 / before.length + 1 / lately.length));
    expect((p1 - p2) / error).toBeGreaterThan(3.3);
    test.laterOn(2 * dayMs);
    const later = await rates();
    expect(later.lately.length).toBeGreaterThanOrEqual(lately.length + 7);
    expect(later.p2).toBeLessThan(0.5);
    expect((await test.send("DELETE", "/control/scenes/tutor-declines")).status).toBe(200);
    expect((await test.json("/control/scenes")).scenes).toEqual([]);
    const again = await play({ scene: "tutor-declines" });
    expect(again.look_at[0]?.id).not.toBe(tutor?.id);
    await test.send("DELETE", "/control/scenes/tutor-declines");
  });

  it("adds more sessions where the tutor's own good ones would hide the fall", async () => {
    const { look_at } = await play({ scene: "tutor-declines", weeks: 8 });
    const sinceMs = test.clock.nowMs - 56 * dayMs;
    const lately = (await pairFirsts(look_at[0]?.id)).filter(({ atMs }) => atMs >= sinceMs);
    expect(lately.filter(({ isGood }) => isGood).length / lately.length).toBeLessThan(0.5);
    await test.send("DELETE", "/control/scenes/tutor-declines");
  });
});

describe("bad-week", () => {
  it("happens to a customer in good standing", async () => {
    const callsBefore = await everyRow("calls");
    const { look_at } = await play({ scene: "bad-week" });
    const customer = look_at[0]?.id;
    expect(look_at[0]?.why).toMatch(
      /sessions in 30 days, all with one tutor, none rated under 4, no call in 60 days/,
    );
    const sinceMs = test.clock.nowMs - 7 * dayMs;
    const calls = (await everyRow("calls")).filter((call) => call.customer_id === customer);
    expect(
      callsBefore.filter((call) => call.customer_id === customer && ms(call.called_at) > sinceMs),
    ).toEqual([]);
    expect(calls.filter((call) => ms(call.called_at) > sinceMs).map((call) => call.reason_code)).toEqual([
      "tutor_complaint",
      "tutor_complaint",
      "billing",
    ]);
    const sessions = (await everyRow("sessions")).filter(
      (row) => row.customer_id === customer && ms(row.scheduled_at) > sinceMs && Number(row.id) > 900_000_000,
    );
    expect(sessions.map((row) => [row.status, row.rating, row.cancelled_by])).toEqual([
      ["completed", "1.5", null],
      ["completed", null, null],
      ["cancelled", null, "tutor"],
    ]);
    expect(new Set(sessions.map((row) => row.tutor_id)).size).toBe(2);
    const other = await play({ scene: "bad-week" });
    expect(other.look_at[0]?.id).not.toBe(customer);
  });
});

describe("shortage", () => {
  it("fills hours ahead beyond the tutors who are left, and lets the sessions take place", async () => {
    const startMs = test.clock.nowMs;
    const { look_at } = await play({ scene: "shortage" });
    const subject = look_at[0]?.id;
    const away = look_at.slice(1).map((target) => target.id);
    const tutors = await everyRow("tutors");
    const teaching = tutors.filter(
      (row) => row.status === "active" && (row.subjects as string[]).includes(String(subject)),
    );
    expect(away.length).toBeGreaterThanOrEqual(Math.floor(teaching.length / 2));
    for (const id of away) {
      const off = tutors.find((row) => row.id === id)?.time_off as { starts_at: string; ends_at: string }[];
      expect([ms(off.at(-1)?.starts_at) - startMs, ms(off.at(-1)?.ends_at) - startMs]).toEqual([
        12 * 3_600_000,
        72 * 3_600_000,
      ]);
    }
    test.laterOn(2 * 3_600_000);
    const booked = new Map<number, number>();
    for (const row of await everyRow("sessions")) {
      const leadMs = ms(row.scheduled_at) - startMs;
      if (row.subject !== subject || row.status !== "scheduled" || leadMs < 12 * 3_600_000) continue;
      expect(Number(row.id) < 900_000_000 || leadMs < 73 * 3_600_000).toBe(true);
      booked.set(ms(row.scheduled_at), (booked.get(ms(row.scheduled_at)) ?? 0) + 1);
    }
    const short = [...booked.values()].filter((count) => count > (teaching.length - away.length) / 0.8);
    expect(short.length).toBeGreaterThanOrEqual(6);
    // Step by step, as a clock would have it.
    for (let hour = 0; hour < 80; hour++) test.laterOn(3_600_000);
    const own = (await everyRow("sessions")).filter(
      (row) => Number(row.id) > 900_000_000 && row.subject === subject,
    );
    expect(own.filter((row) => ["scheduled", "in_progress"].includes(String(row.status)))).toEqual([]);
    expect(own.some((row) => row.cancelled_by === "tutor")).toBe(true);
  });
});

describe("payments-down", () => {
  it("cancels sessions, makes customers call, and keeps bookings away for as long as it runs", async () => {
    const startMs = test.clock.nowMs;
    const lostBefore = await cancelledBySystem();
    await play({ scene: "payments-down" });
    for (let hour = 0; hour < 36; hour++) test.laterOn(3_600_000);
    const sessions = await everyRow("sessions");
    const held = sessions.filter(
      (row) => ms(row.scheduled_at) > startMs && row.status === "completed",
    ).length;
    const lost = (await cancelledBySystem()) - lostBefore;
    expect(lost / (lost + held)).toBeGreaterThan(0.4);
    const newest = sessions.filter((row) => ms(row.created_at) > startMs).length;
    const billing = (await everyRow("calls")).filter(
      (call) => ms(call.called_at) > startMs && call.reason_code === "billing",
    ).length;
    expect(billing).toBeGreaterThan(lost / 5);
    expect((await test.send("DELETE", "/control/scenes/payments-down")).status).toBe(200);
    const endMs = test.clock.nowMs;
    for (let hour = 0; hour < 36; hour++) test.laterOn(3_600_000);
    const after = (await everyRow("sessions")).filter((row) => ms(row.created_at) > endMs).length;
    expect(newest).toBeLessThan(after / 2);
  });

  const cancelledBySystem = async () =>
    (await everyRow("sessions")).filter((row) => row.cancelled_by === "system").length;
});

describe("the control of scenes", () => {
  it("says what is wrong with a request", async () => {
    for (const { scene } of (await test.json("/control/scenes")).scenes) test.mock.scenes.end(scene);
    const refused = async (fields: unknown) => {
      const answer = await test.send("POST", "/control/scenes", fields);
      expect(answer.status).toBe(400);
      return (await answer.json()).error;
    };
    expect(await refused({ scene: "flood" })).toMatch(/^scene must be one of tutor-declines, bad-week/);
    expect(await refused({ scene: "bad-week", tutor: 3 })).toMatch(
      /^tutor must be left out; it takes .*customer/,
    );
    expect(await refused({ scene: "bad-week", customer: 99_999_999 })).toMatch(/^customer must be the id/);
    expect(await refused({ scene: "tutor-declines", tutor: 99_999_999 })).toMatch(/^tutor must be the id/);
    expect(await refused({ scene: "shortage", subject: "alchemy" })).toMatch(/^subject must be the code/);
    expect((await test.send("DELETE", "/control/scenes/bad-weather")).status).toBe(404);
  });

  it("takes a scene up again after a restart, with all that it has done", async () => {
    const { look_at } = await play({ scene: "tutor-declines", everyHours: 1 });
    expect((await test.send("POST", "/control/scenes", { scene: "tutor-declines" })).status).toBe(400);
    test.laterOn(3 * 3_600_000);
    const before = await pairFirsts(look_at[0]?.id);
    const nowMs = test.clock.nowMs;
    await test.mock.stop();
    test = await startForTest({ ...options, startMs: nowMs, scenes: [{ scene: "tutor-declines" }] });
    expect(await pairFirsts(look_at[0]?.id)).toEqual(before);
    expect((await test.json("/control/state")).scenes).toMatchObject([{ scene: "tutor-declines", look_at }]);
    test.laterOn(4 * 3_600_000);
    expect((await pairFirsts(look_at[0]?.id)).length).toBeGreaterThanOrEqual(before.length + 4);
  });
});
