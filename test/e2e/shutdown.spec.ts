import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { pushSecret, signPush } from "../ingestion/sign-push.ts";
import { administrator } from "./administrator.ts";
import { launchProduct } from "./launch-product.ts";

const minute = 60_000;
const streams = 20;

test("the product stops within ten seconds, ends its streams, and answers what it has begun to take", async () => {
  test.setTimeout(4 * minute);
  const product = await launchProduct({ customers: 300 }, { INGEST_WEBHOOK_SECRETS: pushSecret });
  try {
    const cookie = await signIn(product.address);
    const live = await Promise.all(
      Array.from({ length: streams }, async () => await openStream(product.address, cookie)),
    );
    const push = slowPush(product.address);
    // The first half has been sent, and the polls of the made world run all the time.
    await sleep(1_000);
    const stopped = product.stop();
    await Promise.all(live.map(({ ended }) => ended));
    push.finish();
    const answer = await push.answer;
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ resource: "subjects", received: 1, accepted: 1 });
    const { seconds, code } = await stopped;
    expect(code).toBe(0);
    expect(seconds).toBeLessThan(10);
    process.stdout.write(`shutdown: the whole product with ${streams} streams in ${seconds.toFixed(1)} s\n`);
  } finally {
    await product.end();
  }
});

async function signIn(address: string): Promise<string> {
  const answer = await fetch(`${address}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: address },
    body: JSON.stringify(administrator),
  });
  expect(answer.status).toBe(200);
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}

/** Resolves to a promise of the stream's end when the stream has begun to speak. */
async function openStream(address: string, cookie: string): Promise<{ ended: Promise<void> }> {
  const answer = await fetch(`${address}/api/live`, { headers: { cookie } });
  const reader = answer.body?.getReader();
  if (reader === undefined) throw new Error("The stream has no body.");
  expect((await reader.read()).done).toBe(false);
  const readToEnd = async () => {
    while (!(await reader.read()).done);
  };
  return { ended: readToEnd() };
}

/** A push whose second half waits for `finish()`. */
function slowPush(address: string): { finish(): void; answer: Promise<Response> } {
  const at = "2026-03-01T10:00:00Z";
  const subject = { code: "shutdown", name: "Shutdown", category: null, created_at: at, updated_at: at };
  const text = JSON.stringify({ subjects: [subject] });
  const half = Math.floor(text.length / 2);
  const waiting = Promise.withResolvers<void>();
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(new TextEncoder().encode(text.slice(0, half)));
      await waiting.promise;
      controller.enqueue(new TextEncoder().encode(text.slice(half)));
      controller.close();
    },
  });
  const headers = { ...signPush(text), "content-type": "application/json" };
  const request: RequestInit & { duplex: "half" } = { method: "POST", headers, body, duplex: "half" };
  return { finish: () => waiting.resolve(), answer: fetch(`${address}/api/v1/ingest/subjects`, request) };
}
