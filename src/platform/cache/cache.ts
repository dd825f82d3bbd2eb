import KeyvRedis from "@keyv/redis";
import { Cacheable, KeyvCacheableMemory } from "cacheable";
import { Keyv } from "keyv";
import type { Log } from "../log.ts";
import { createVersions } from "./versions.ts";

/**
 * Values under keys such as `customers:list:…`, kept as JSON: what comes back is what JSON makes of what went in.
 * The part before the first colon is the key's group; invalidation works by group.
 */
export type Cache = {
  get<T>(key: string): Promise<T | undefined>;
  set(key: string, value: unknown, ttlSeconds: number): Promise<void>;
  /**
   * The stored value, or the result of `compute`, which runs once in this process however many ask at the same
   * time. A result whose group was invalidated while it was computed is given to those who asked and not kept.
   */
  getOrCompute<T>(key: string, ttlSeconds: number, compute: () => Promise<T>): Promise<T>;
  /** Forgets every key that starts with `prefix` (and the rest of its group), in all processes that share Redis. */
  invalidate(prefix: string): Promise<void>;
  close(): Promise<void>;
};

const mostEntriesInMemory = 10_000;
const redisPatienceMs = 2_000;

/** A cache in the memory of the process, with Redis behind it where an address is given. */
export function createCache({ redisUrl, log }: { redisUrl: string | null; log: Log }): Cache {
  const redis = redisUrl === null ? null : openRedis(redisUrl, log);
  const store = new Cacheable({
    primary: new Keyv({ store: new KeyvCacheableMemory({ lruSize: mostEntriesInMemory }) }),
    ...(redis === null ? {} : { secondary: redis }),
  });
  store.on("error", (error: unknown) => log.warn({ err: error }, "the cache reported an error"));
  const versions = createVersions(redis);
  const computing = new Map<string, Promise<string>>();

  /** The text kept under a key of one version; computed once where it is not there. */
  async function textOf(key: string, ttlSeconds: number, compute: () => Promise<unknown>): Promise<string> {
    const kept = await store.get<string>(key);
    if (kept !== undefined) return kept;
    const running = computing.get(key);
    if (running !== undefined) return await running;
    const started = compute().then((value) => JSON.stringify(value));
    computing.set(key, started);
    try {
      const text = await started;
      // Under the version read before computing: where that has passed since, nobody looks here any more.
      await store.set(key, text, ttlSeconds * 1000);
      return text;
    } finally {
      computing.delete(key);
    }
  }

  return {
    async get<T>(key: string) {
      const text = await store.get<string>(await versions.keyFor(key));
      return text === undefined ? undefined : (JSON.parse(text) as T);
    },
    async set(key, value, ttlSeconds) {
      await store.set(await versions.keyFor(key), JSON.stringify(value), ttlSeconds * 1000);
    },
    async getOrCompute<T>(key: string, ttlSeconds: number, compute: () => Promise<T>) {
      return JSON.parse(await textOf(await versions.keyFor(key), ttlSeconds, compute)) as T;
    },
    invalidate: async (prefix) => await versions.renew(prefix),
    close: async () => await store.disconnect(),
  };
}

function openRedis(url: string, log: Log): Keyv {
  const adapter = new KeyvRedis(url, {
    namespace: "ops-cache",
    throwOnConnectError: false,
    connectionTimeout: redisPatienceMs,
  });
  const keyv = new Keyv({ store: adapter, useKeyPrefix: false });
  keyv.on("error", (error: unknown) => log.warn({ err: error }, "the cache's Redis reported an error"));
  return keyv;
}
