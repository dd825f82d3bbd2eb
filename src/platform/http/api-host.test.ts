import { z } from "@hono/zod-openapi";
import { describe, expect, it } from "vitest";
import type { Database } from "#db/client.ts";
import { silentLog, viewerOf } from "#test/builders/api-under-test.ts";
import type { Cache } from "../cache/cache.ts";
import { AppError } from "../errors.ts";
import type { Queue } from "../queue/queue.ts";
import type { Viewer } from "../viewer.ts";
import { createApiHost } from "./api-host.ts";
import { createRateLimits, type Limit, type LimitName } from "./rate-limits.ts";
import { createApi, defineRoute } from "./route.ts";

const shared = { summary: "", tags: [], role: "viewer" as const };
const ok = {
  200: { description: "", content: { "application/json": { schema: z.object({ n: z.number() }) } } },
};
const body = {
  content: { "application/json": { schema: z.object({ n: z.int("a whole number") }) } },
  required: true,
};

const routes = createApi()
  .openapi(defineRoute({ ...shared, method: "get", path: "/things", limit: "read", responses: ok }), (c) =>
    c.json({ n: 1 }, 200),
  )
  .openapi(
    defineRoute({
      ...shared,
      method: "post",
      path: "/things",
      limit: "write",
      request: { body },
      responses: ok,
    }),
    (c) => c.json(c.req.valid("json"), 200),
  )
  .openapi(defineRoute({ ...shared, method: "get", path: "/broken", limit: "read", responses: ok }), () => {
    throw new Error("password of the database: hunter2");
  })
  .openapi(
    defineRoute({ ...shared, method: "get", path: "/away", limit: "expensive", responses: ok }),
    () => {
      throw new AppError("source_unavailable", "The source is down.", { retryAfterSeconds: 6.2 });
    },
  );

function hostWith(options: { limits?: Partial<Record<LimitName, Limit>>; viewer?: Viewer | null } = {}) {
  const viewer = options.viewer === undefined ? viewerOf() : options.viewer;
  const services = {
    db: {} as Database,
    now: () => new Date(0),
    log: silentLog,
    cache: {} as Cache,
    queue: {} as Queue,
    rateLimits: createRateLimits(options.limits ? { limits: options.limits } : {}),
    resolveViewer: async () => viewer,
    appOrigin: "https://ops.example.com",
  };
  return createApiHost(() => services).route("/api/v1", routes);
}

const post = (headers: Record<string, string>, text = '{"n":1}') => ({
  method: "POST",
  headers: { "content-type": "application/json", ...headers },
  body: text,
});

describe("faults", () => {
  const host = hostWith();

  it.each([
    ["/api/v1/nothing", {}, 404, "not_found"],
    ["/api/v1/things", { method: "DELETE" }, 405, "invalid_input"],
    ["/api/v1/things", post({}, "{"), 400, "invalid_input"],
    ["/api/v1/things", post({}, '{"n":1.5}'), 400, "invalid_input"],
    ["/api/v1/things", post({}, `{"n":1,"text":"${"x".repeat(1_100_000)}"}`), 413, "too_large"],
    ["/api/v1/away", {}, 503, "source_unavailable"],
    ["/api/v1/broken", {}, 500, "internal"],
  ])("%s with %o is a problem", async (path, request, status, code) => {
    const response = await host.request(path, request);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    const problem = await response.json();
    expect(problem).toMatchObject({ status, code, instance: path, type: `urn:problem-type:${code}` });
    expect(problem.requestId).toBe(response.headers.get("x-request-id"));
    expect(JSON.stringify(problem)).not.toContain("hunter2");
  });

  it("name each wrong field", async () => {
    const response = await host.request("/api/v1/things", post({}, '{"n":1.5}'));
    expect(await response.json()).toMatchObject({
      detail: "Check what was sent. json.n: a whole number.",
      errors: [{ path: "json.n", message: "a whole number" }],
    });
  });

  it("say which methods there are, and when to come again", async () => {
    const refused = await host.request("/api/v1/things", { method: "DELETE" });
    expect(refused.headers.get("allow")).toBe("GET, HEAD, POST");
    expect((await host.request("/api/v1/away")).headers.get("retry-after")).toBe("7");
  });

  it("keep the request id that a proxy gave", async () => {
    const response = await host.request("/api/v1/nothing", { headers: { "x-request-id": "from-the-proxy" } });
    expect(await response.json()).toMatchObject({ requestId: "from-the-proxy" });
  });
});

describe("writes of other origins", () => {
  const host = hostWith();
  const statusOf = async (headers: Record<string, string>) =>
    (await host.request("http://inner:3000/api/v1/things", post({ host: "ops.example.com", ...headers })))
      .status;

  it.each([
    { origin: "https://evil.example.com" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site", origin: "https://other.example.com" },
  ])("are refused: %o", async (headers) => {
    expect(await statusOf(headers as Record<string, string>)).toBe(403);
  });

  it.each([
    { "sec-fetch-site": "same-origin", origin: "https://ops.example.com" },
    { origin: "https://ops.example.com" },
    { origin: "http://ops.example.com" },
    { origin: "https://evil.example.com", authorization: "Bearer token" },
    {},
  ])("are not what these are: %o", async (headers) => {
    expect(await statusOf(headers as Record<string, string>)).toBe(200);
  });
});

describe("rate limits", () => {
  it("answer 429 with the seconds to wait, count each viewer alone, and each allowance alone", async () => {
    const host = hostWith({ limits: { write: { requests: 2, perSeconds: 60 } } });
    expect((await host.request("/api/v1/things", post({}))).status).toBe(200);
    expect((await host.request("/api/v1/things", post({}))).status).toBe(200);
    const refused = await host.request("/api/v1/things", post({}));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ code: "rate_limited" });
    expect((await host.request("/api/v1/things")).status).toBe(200);
  });

  it("are not counted for whoever may not call the route", async () => {
    const host = hostWith({ viewer: null, limits: { read: { requests: 1, perSeconds: 60 } } });
    for (let n = 0; n < 3; n++) expect((await host.request("/api/v1/things")).status).toBe(401);
  });
});
