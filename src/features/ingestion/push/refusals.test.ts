import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { outsideCustomer } from "#sources/fixtures/outside-rows.ts";
import { createPushHarness, type PushAnswer } from "#test/ingestion/push-harness.ts";
import { signPush } from "#test/ingestion/sign-push.ts";

const harness = await createPushHarness();
const { send, push, kept } = harness;
afterAll(async () => await harness.close());
beforeEach(async () => await harness.reset());

describe("what is refused", () => {
  const refused = async (answer: Promise<PushAnswer>, status: number, sentence: RegExp) => {
    const { body, headers, ...rest } = await answer;
    expect(rest).toEqual({ status });
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(body.detail).toMatch(sentence);
    expect(await kept()).toEqual([]);
  };
  const valid = JSON.stringify({ customers: [outsideCustomer()] });

  test("is everything while no secret is set, with what to do", async () => {
    harness.setting.secrets = null;
    await refused(send("customers", valid), 503, /set INGEST_WEBHOOK_SECRETS/);
  });

  test("is what nobody signed, or somebody else", async () => {
    await refused(send("customers", valid, {}), 401, /webhook-id should hold/);
    const stranger = `whsec_${Buffer.alloc(32, "stranger").toString("base64")}`;
    await refused(send("customers", valid, signPush(valid, { secret: stranger })), 401, /No signature/);
    await refused(send("customers", `${valid} `, signPush(valid)), 401, /No signature/);
    const old = signPush(valid, { at: new Date(Date.now() - 600_000) });
    await refused(send("customers", valid, old), 401, /600 seconds old/);
  });

  test.each([
    ["customers", "not JSON", /not JSON/],
    ["customers", "", /not JSON/],
    ["customers", "[]", /agreed shape/],
    ["customers", "null", /agreed shape/],
    ["customers", '{"tutors": []}', /agreed shape/],
    ["customers", '{"customers": {}}', /agreed shape/],
    ["customers", '{"type": "customer.updated", "data": {}}', /agreed shape/],
    ["mail", '{"mail": []}', /param.resource/],
  ])("is a body that is not the agreed shape: %s %s", async (resource, body, sentence) => {
    await refused(send(resource, body), 400, sentence);
  });

  test("is a body that is not UTF-8", async () => {
    const body = Uint8Array.of(0x7b, 0xff, 0x7d);
    await refused(send("customers", body, signPush(body)), 400, /not UTF-8/);
  });

  test("is more than a thousand records, or five megabytes", async () => {
    const many = JSON.stringify({ customers: Array(1001).fill({}) });
    await refused(send("customers", many), 413, /1000 records; this one has 1001/);
    const large = JSON.stringify({ customers: [{ name: "x".repeat(5_000_000) }] });
    await refused(send("customers", large), 413, /5000000 bytes/);
  });

  test("is what comes too fast, and signatures that fail again and again", async () => {
    harness.limit({ push: { requests: 2, perSeconds: 60 } });
    await push("customers", []);
    await push("customers", []);
    const third = await push("customers", []);
    expect(third.status).toBe(429);
    expect(Number(third.headers.get("retry-after"))).toBeGreaterThan(0);
    harness.limit({ "bad-signature": { requests: 1, perSeconds: 60 } });
    expect((await send("customers", valid, {})).status).toBe(401);
    expect((await send("customers", valid, {})).status).toBe(429);
    expect((await send("customers", valid)).status).toBe(202);
  });

  test("is not a push that names an origin: its signature says more", async () => {
    const foreign = {
      ...signPush(valid),
      origin: "https://shop.example.com",
      "sec-fetch-site": "cross-site",
    };
    expect((await send("customers", valid, foreign)).status).toBe(202);
  });
});
