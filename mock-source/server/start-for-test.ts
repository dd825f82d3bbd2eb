import { type MockSource, type StartOptions, startMockSource } from "./start.ts";

export const testNowMs = Date.parse("2026-05-20T21:17:03.250Z");

/** A small source on a free port with a clock that stands still until the test moves it. */
export async function startForTest(options: Partial<StartOptions> = {}) {
  const clock = { nowMs: testNowMs };
  const mock: MockSource = await startMockSource({
    port: 0,
    seed: 5,
    customers: 60,
    sourceToken: "rails-token",
    supportToken: "support-token",
    now: () => clock.nowMs,
    tickMs: 0,
    originDay: Date.parse("2025-10-01T00:00:00Z") / 86_400_000,
    ...options,
  });
  const headers = { authorization: "Bearer rails-token" };
  const get = (path: string, more: Record<string, string> = {}) =>
    fetch(mock.url + path, { headers: { ...headers, ...more } });
  const send = (method: string, path: string, body?: unknown) =>
    fetch(mock.url + path, {
      method,
      headers: { ...headers, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const json = async (path: string) => (await get(path)).json();
  return { mock, clock, get, send, json };
}
