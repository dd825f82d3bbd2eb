import { createDatabase } from "#db/client.ts";
import { createPushApi } from "#features/ingestion/push/api.ts";
import { writePushes } from "#features/ingestion/push/write-pushes.ts";
import { createCache } from "#platform/cache/cache.ts";
import { createApiHost } from "#platform/http/api-host.ts";
import { createRateLimits, type Limit, type LimitName } from "#platform/http/rate-limits.ts";
import type { Queue } from "#platform/queue/queue.ts";
import { readPush } from "#sources/push/read-push.ts";
import { createRefuseMessage } from "#sources/push/refuse-message.ts";
import type { Resource } from "#sources/source.ts";
import { silentLog as log } from "#test/builders/api-under-test.ts";
import { createIngestionHarness } from "./ingestion-harness.ts";
import { otherPushSecret, pushSecret, signPush } from "./sign-push.ts";

export type PushAnswer = { status: number; body: Record<string, unknown>; headers: Headers };

/** The route that takes pushes, as the web role, and a worker's part to write them, on a real database. */
export async function createPushHarness() {
  const harness = await createIngestionHarness();
  const web = createDatabase({ url: harness.webUrl, name: "test web", log });
  const cache = createCache({ redisUrl: null, log });
  const setting = { secrets: [pushSecret, otherPushSecret] as string[] | null };

  function apiWith(limits: Partial<Record<LimitName, Limit>> = {}) {
    const rateLimits = createRateLimits({ limits });
    const parts = () => ({
      refuse: setting.secrets === null ? null : createRefuseMessage(setting.secrets),
      read: readPush,
      machineTime: () => new Date(),
    });
    return createApiHost(() => ({
      db: web,
      // The product's clock may stand still; signatures go by the machine's.
      now: () => new Date("2011-09-01T00:00:00Z"),
      log,
      cache,
      queue: {} as Queue,
      rateLimits,
      resolveViewer: async () => null,
      appOrigin: null,
    })).route("/api/v1", createPushApi(parts));
  }
  let api = apiWith();

  async function send(
    resource: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = signPush(body),
  ): Promise<PushAnswer> {
    const response = await api.request(`/api/v1/ingest/${resource}`, { method: "POST", body, headers });
    const answer = (await response.json()) as PushAnswer["body"];
    return { status: response.status, body: answer, headers: response.headers };
  }

  return {
    ...harness,
    web,
    setting,
    send,
    answer: async (request: Request) => await api.fetch(request),
    /** Starts anew with other limits than the product's. */
    limit(limits: Partial<Record<LimitName, Limit>>): void {
      api = apiWith(limits);
    },
    push: async (resource: Resource, list: readonly unknown[], headers?: Record<string, string>) =>
      await send(resource, JSON.stringify({ [resource]: list }), headers),
    write: async () => await writePushes(harness.context(), harness.sources, readPush),
    kept: async () =>
      await harness.rows<{ body: string | null }>("select body from pushed_batches order by batch_number"),
    async reset(): Promise<void> {
      await harness.reset();
      await harness.rows("truncate pushed_batches");
      setting.secrets = [pushSecret, otherPushSecret];
      api = apiWith();
    },
    async close(): Promise<void> {
      await cache.close();
      await web.destroy();
      await harness.close();
    },
  };
}
