import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { silentLog as log } from "#test/builders/api-under-test.ts";
import { redisServer } from "#test/capabilities.ts";
import { startTestRedis, type TestRedis } from "#test/redis-server.ts";
import { createCache, type OpenCache } from "./cache.ts";

let redis: TestRedis | null = null;
const opened: OpenCache[] = [];

beforeAll(async () => {
  if (redisServer !== null) redis = await startTestRedis();
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((cache) => cache.close()));
});

afterAll(async () => {
  await redis?.stop();
});

async function open(redisUrl: string | null): Promise<OpenCache> {
  const cache = createCache({ redisUrl, log });
  opened.push(cache);
  if (redisUrl === (redis?.url ?? null)) await cache.ready();
  return cache;
}

let group = 0;
/** Keys of a group that no other test has used. */
const keys = () => `group${++group}`;

function contract(address: () => string | null) {
  it("keeps values as JSON for the time that was said", async () => {
    const cache = await open(address());
    const name = keys();
    expect(await cache.get(`${name}:a`)).toBeUndefined();
    await cache.set(`${name}:a`, { at: new Date(0), list: [1, 2] }, 60);
    expect(await cache.get(`${name}:a`)).toEqual({ at: "1970-01-01T00:00:00.000Z", list: [1, 2] });
    await cache.set(`${name}:b`, 1, 0.05);
    while ((await cache.get(`${name}:b`)) !== undefined) await sleep(10);
  });

  it("computes once for all who ask at the same time", async () => {
    const cache = await open(address());
    const key = `${keys()}:a`;
    let computed = 0;
    const ask = () =>
      cache.getOrCompute(key, 60, async () => {
        computed += 1;
        await sleep(20);
        return { computed };
      });
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(Array(3).fill({ computed: 1 }));
    expect(await ask()).toEqual({ computed: 1 });
  });

  it("asks again after a failure", async () => {
    const cache = await open(address());
    const key = `${keys()}:a`;
    const failing = cache.getOrCompute(key, 60, async () => {
      throw new Error("not now");
    });
    await expect(failing).rejects.toThrow("not now");
    expect(await cache.getOrCompute(key, 60, async () => 2)).toBe(2);
  });

  it("forgets a group, and nothing else", async () => {
    const cache = await open(address());
    const [name, other] = [keys(), keys()];
    await cache.set(`${name}:list:1`, 1, 60);
    await cache.set(`${other}:list:1`, 1, 60);
    await cache.invalidate(name);
    expect(await cache.get(`${name}:list:1`)).toBeUndefined();
    expect(await cache.get(`${other}:list:1`)).toBe(1);
  });

  it("does not keep what was computed from before an invalidation", async () => {
    const cache = await open(address());
    const name = keys();
    const started = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const old = cache.getOrCompute(`${name}:a`, 60, async () => {
      started.resolve();
      await finish.promise;
      return "old";
    });
    await started.promise;
    await cache.invalidate(name);
    finish.resolve();
    expect(await old).toBe("old");
    expect(await cache.getOrCompute(`${name}:a`, 60, async () => "new")).toBe("new");
  });
}

describe("in memory", () => contract(() => null));

describe.skipIf(redisServer === null)("in memory with Redis behind", () => {
  contract(() => redis?.url ?? null);

  it("is shared by processes, invalidations too", async () => {
    const url = redis?.url ?? null;
    const [one, other] = [await open(url), await open(url)];
    const key = `${keys()}:a`;
    await one.set(key, 1, 60);
    expect(await other.get(key)).toBe(1);
    await other.invalidate(key);
    expect(await one.get(key)).toBeUndefined();
  });

  it("goes on in memory while Redis is away", async () => {
    const cache = await open("redis://127.0.0.1:1");
    const name = keys();
    await cache.set(`${name}:a`, 1, 60);
    expect(await cache.get(`${name}:a`)).toBe(1);
    await cache.invalidate(name);
    expect(await cache.get(`${name}:a`)).toBeUndefined();
  });
});
