import type { Row } from "../world/model.ts";
import { type MockSource, type StartOptions, startMockSource } from "./start.ts";

export const testNowMs = Date.parse("2026-05-20T21:17:03.250Z");

/** A small source on a free port with a clock that stands still until the test moves it. */
export async function startForTest({
  startMs = testNowMs,
  ...options
}: Partial<StartOptions> & { startMs?: number } = {}) {
  const clock = { nowMs: startMs };
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
  /** Starts a fault over HTTP; throws the sentence where it is refused. */
  const misbehave = async (fields: Row) => {
    const answer = await (await send("POST", "/control/faults", fields)).json();
    if (answer.error) throw new Error(answer.error);
    return answer.fault;
  };
  /** Moves the clock and the world on; what changes from here on is later than all before. */
  const laterOn = (ms = 1000): string => {
    clock.nowMs += ms;
    mock.goOn();
    return new Date(clock.nowMs).toISOString();
  };
  const rowsSince = async (instant: string): Promise<Row[]> =>
    (await json(`/api/v1/sessions?per_page=500&updated_since=${instant}`)).sessions;
  return { mock, clock, get, send, json, misbehave, laterOn, rowsSince };
}
