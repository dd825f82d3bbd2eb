import { once } from "node:events";
import KeyvRedis, { createClient } from "@keyv/redis";
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

/** `ready` resolves when Redis is reached, where there is one; the cache works in memory before and without. */
export type OpenCache = Cache & { ready(): Promise<void> };

const mostEntriesInMemory = 10_000;
const connectPatienceMs = 5_000;
const mostReconnectWaitMs = 5_000;

/** A cache in the memory of the process, with Redis behind it where an address is given. */
export function createCache({ redisUrl, log }: { redisUrl: string | null; log: Log }): OpenCache {
  const redis = redisUrl === null ? null : openRedis(redisUrl, log);
  const store = new Cacheable({
    primary: new Keyv({ store: new KeyvCacheableMemory({ lruSize: mostEntriesInMemory }) }),
    ...(redis === null ? {} : { secondary: redis.keyv }),
  });
  store.on("error", (error: unknown) => log.debug({ err: error }, "the cache reported an error"));
  const versions = createVersions(redis?.keyv ?? null);
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
    async ready() {
      await redis?.ready();
    },
    async close() {
      redis?.close();
    },
  };
}

type RedisTier = { keyv: Keyv; ready(): Promise<void>; close(): void };

/** Commands fail at once while Redis is away: an answer must not wait for a cache. */
function openRedis(url: string, log: Log): RedisTier {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: {
      connectTimeout: connectPatienceMs,
      reconnectStrategy: (tries) => Math.min(100 * 2 ** tries, mostReconnectWaitMs),
    },
  });
  let isAway = false;
  client.on("error", (error: unknown) => {
    if (!isAway) log.warn({ err: error }, "Redis is away; the cache goes on in memory");
    isAway = true;
  });
  client.on("ready", () => {
    isAway = false;
  });
  client.connect().catch((error: unknown) => log.debug({ err: error }, "connecting to Redis ended"));
  const store = new KeyvRedis(client, { namespace: "ops-cache", throwOnConnectError: false });
  const keyv = new Keyv({ store, useKeyPrefix: false });
  keyv.on("error", (error: unknown) => log.debug({ err: error }, "the cache goes on without Redis"));
  return {
    keyv,
    async ready() {
      if (!client.isReady) await once(client, "ready");
    },
    close: () => client.destroy(),
  };
}
