import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AppError } from "#platform/errors.ts";
import type { Log } from "#platform/log.ts";
import { type ContractServer, startContractServer } from "../fixtures/contract-server.ts";
import { misbehave, transientFaults } from "../fixtures/misbehaviours.ts";
import { outsideSession } from "../fixtures/outside-rows.ts";
import { createRailsSource } from "../rails/rails-source.ts";
import { createHttpClient } from "./http-client.ts";

let server: ContractServer;
beforeEach(async () => {
  server = await startContractServer();
});
afterEach(async () => await server.close());

const lines: Record<string, unknown>[] = [];
const log = { info: (facts: Record<string, unknown>) => lines.push(facts) } as unknown as Log;
const limits = { firstBackoffMs: 1, maxBackoffMs: 2, tries: 3, answerMs: 300, connectMs: 300, totalMs: 5000 };

const sourceOf = (baseUrl = server.url, token = server.token, more = {}) =>
  createRailsSource({ baseUrl, token, log, limits: { ...limits, ...more } });

const firstPage = (source = sourceOf()) =>
  source.fetchPage("sessions", { since: null, page: 1, perPage: 500 });

describe("the HTTP client", () => {
  test.each(transientFaults.map((fault, index) => ({ fault, index })))(
    "tries again after transient fault $index",
    async ({ fault }) => {
      server.put("sessions", outsideSession());
      server.misbehaviours.push(fault);
      const page = await firstPage();
      expect(page.items).toHaveLength(1);
      expect(server.requests).toHaveLength(2);
    },
  );

  test.each(transientFaults.map((fault, index) => ({ fault, index })))(
    "gives up after all tries of transient fault $index",
    async ({ fault }) => {
      server.misbehaviours.push(fault, fault, fault, fault);
      await expect(firstPage()).rejects.toThrow(
        /^The Rails application could not be read \(asked 3 times\): /,
      );
      expect(server.requests).toHaveLength(3);
    },
  );

  test("never takes a page that cannot be read for an empty one", async () => {
    server.misbehaviours.push(...Array.from({ length: 3 }, () => misbehave.htmlAsSuccess));
    await expect(firstPage()).rejects.toMatchObject({ code: "source_malformed" });
  });

  test("names the variable of a wrong token, and does not ask again", async () => {
    await expect(firstPage(sourceOf(server.url, "wrong"))).rejects.toMatchObject({
      code: "source_rejected",
      message: "The Rails application refused the token (401 (request request-1)): check SOURCE_API_TOKEN.",
    });
    expect(server.requests).toHaveLength(1);
  });

  test.each([400, 404, 422, 302])("does not ask again after %i", async (status) => {
    server.misbehaviours.push(misbehave.status(status, { location: "http://127.0.0.1:1/" }));
    await expect(firstPage()).rejects.toBeInstanceOf(AppError);
    expect(server.requests).toHaveLength(1);
  });

  test("waits as long as Retry-After says, in seconds and as a date", async () => {
    lines.length = 0;
    server.misbehaviours.push(misbehave.status(429, { "retry-after": "1" }));
    await firstPage();
    expect(lines.find((line) => "waitMs" in line)?.waitMs).toBeGreaterThanOrEqual(1000);
    const passed = new Date(Date.now() - 5000).toUTCString();
    server.misbehaviours.push(misbehave.status(503, { "retry-after": passed }));
    expect((await firstPage()).items).toEqual([]);
  });

  test("does not wait longer than the whole request may take", async () => {
    server.misbehaviours.push(misbehave.status(429, { "retry-after": "600" }));
    await expect(firstPage()).rejects.toMatchObject({ code: "source_unavailable", retryAfterSeconds: 600 });
    expect(server.requests).toHaveLength(1);
  });

  test("says what is wrong where nobody listens", async () => {
    const { url } = server;
    await server.close();
    await expect(firstPage(sourceOf(url))).rejects.toThrow(
      "The Rails application could not be read (asked 3 times): the connection failed (ECONNREFUSED).",
    );
    server = await startContractServer();
  });

  test("stops at once when it is told to", async () => {
    const stop = new AbortController();
    server.misbehaviours.push(misbehave.hang);
    const asked = sourceOf().fetchPage("sessions", { since: null, page: 1, perPage: 5, signal: stop.signal });
    setTimeout(() => stop.abort(new Error("stopping")), 20);
    await expect(asked).rejects.toThrow("stopping");
    expect(server.requests).toHaveLength(1);
  });

  test("keeps the path of the base address, and writes times so that no plus is lost", async () => {
    const source = sourceOf(`${server.url}/deep/er/`);
    await source.fetchPage("sessions", { since: "2026-03-01T00:00:00.000Z", page: 1, perPage: 7 });
    expect(server.requests[0]?.url).toBe(
      "/deep/er/api/v1/sessions?updated_since=2026-03-01T00%3A00%3A00.000Z&page=1&per_page=7",
    );
    expect(server.requests[0]?.headers.authorization).toBe("Bearer secret");
  });

  test("reads compressed answers", async () => {
    await server.close();
    server = await startContractServer({ compress: true });
    server.put("sessions", outsideSession());
    expect((await firstPage()).items).toHaveLength(1);
  });

  test("limits how many requests run at the same time", async () => {
    let running = 0;
    let most = 0;
    const client = createHttpClient({
      systemName: "It",
      baseUrl: server.url,
      token: server.token,
      tokenVariable: "T",
      urlVariable: "U",
      log,
      limits: { ...limits, concurrency: 2 },
    });
    server.hooks.beforeAnswer = () => {
      running++;
      most = Math.max(most, running);
    };
    const ask = async () => {
      await client.get("sessions", {}, () => null);
      running--;
    };
    await Promise.all(Array.from({ length: 12 }, ask));
    expect(most).toBeLessThanOrEqual(2);
  });

  test("refuses answers beyond all measure", async () => {
    server.put("sessions", outsideSession());
    await expect(firstPage(sourceOf(server.url, server.token, { maxBytes: 50 }))).rejects.toMatchObject({
      code: "source_malformed",
    });
  });

  test("logs each try with its request id, and neither token nor records", async () => {
    lines.length = 0;
    server.put("sessions", outsideSession({ subject: "secret_subject" }));
    server.misbehaviours.push(misbehave.status(500));
    await firstPage();
    const asked = lines.filter((line) => "durationMs" in line);
    expect(asked).toMatchObject([
      { method: "GET", path: "/api/v1/sessions", tries: 1, status: 500 },
      { method: "GET", path: "/api/v1/sessions", tries: 2, status: 200, requestId: "request-2" },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/secret/);
  });
});
