import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Row } from "../../world/model.ts";
import { startForTest } from "../start-for-test.ts";

let test: Awaited<ReturnType<typeof startForTest>>;
beforeAll(async () => {
  test = await startForTest();
});
afterEach(() => test.mock.faults.clear());
afterAll(() => test.mock.stop());

const misbehave = (fields: Row) => test.misbehave(fields);

async function refused(fields: unknown): Promise<string> {
  const answer = await test.send("POST", "/control/faults", fields);
  expect(answer.status).toBe(400);
  return (await answer.json()).error;
}

describe("the control of faults", () => {
  it("says in a sentence what is wrong with a request", async () => {
    expect(await refused({ kind: "flood" })).toMatch(/^kind must be one of delay, status/);
    expect(await refused({ kind: "delay", mss: 5 })).toMatch(/^mss must be left out; it takes .*ms/);
    expect(await refused({ kind: "delay", resource: "payments" })).toMatch(/^resource must be one of/);
    expect(await refused({ kind: "malformed", ways: ["odd"] })).toMatch(/^ways must be one or several of/);
    expect(await refused({ kind: "late", ms: 200_000 })).toBe("ms must be a number from 1 to 120000");
    expect(await refused({ kind: "hard_delete", ids: [99_999_999] })).toMatch(/not 99999999$/);
    expect(await refused({ kind: "hard_delete", n: 1, count: 4 })).toMatch(/^count must be left out/);
    expect(await refused({ kind: "clock_skew" })).toMatch(/^skewSeconds must be/);
    expect(await refused([])).toMatch(/^the body must be a JSON object/);
    expect((await test.json("/control/state")).faults).toEqual([]);
  });

  it("hits only what is named, and ends one fault by its id", async () => {
    await misbehave({ kind: "status", status: 503, on: "ids", resource: "sessions", times: null });
    const second = await misbehave({ kind: "delay", ms: 1, times: null });
    expect((await test.get("/api/v1/sessions/ids")).status).toBe(503);
    expect((await test.get("/api/v1/sessions")).status).toBe(200);
    expect((await test.get("/api/v1/tutors/ids")).status).toBe(200);
    const ids = (await test.json("/control/state")).faults.map((fault: Row) => fault.id);
    expect(ids).toHaveLength(2);
    expect((await test.send("DELETE", `/control/faults/${second.id}`)).status).toBe(200);
    expect((await test.send("DELETE", `/control/faults/${second.id}`)).status).toBe(404);
    expect((await test.json("/control/faults")).faults).toHaveLength(1);
  });

  it("can be on from the start", async () => {
    const other = await startForTest({ faults: [{ kind: "status", status: 500 }] });
    expect((await other.get("/api/v1/tutors")).status).toBe(500);
    await other.mock.stop();
    await expect(startForTest({ faults: [{ kind: "nothing" }] })).rejects.toThrow("kind must be one of");
  });
});
