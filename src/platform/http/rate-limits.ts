import { once } from "node:events";
import { Redis } from "ioredis";
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from "rate-limiter-flexible";
import { AppError } from "../errors.ts";
import type { Log } from "../log.ts";

export const limitNames = [
  "read",
  "write",
  "expensive",
  "export",
  "sign-in",
  "push",
  "bad-signature",
] as const;

export type LimitName = (typeof limitNames)[number];

export type Limit = { requests: number; perSeconds: number };

/**
 * How many requests one viewer (or one address, where nobody is signed in) may send. Reading is held back only
 * where a program runs wild: a page asks for a dozen things at once, and one token may serve a whole team.
 */
export const defaultLimits: Record<LimitName, Limit> = {
  read: { requests: 40_000, perSeconds: 60 },
  write: { requests: 600, perSeconds: 60 },
  expensive: { requests: 60, perSeconds: 60 },
  /** A file of a million rows takes a connection for a minute. Ten in ten minutes are more than anybody reads. */
  export: { requests: 10, perSeconds: 600 },
  "sign-in": { requests: 20, perSeconds: 60 },
  /** Twenty a second of up to a thousand records: what is not taken is sent again by the source. */
  push: { requests: 1_200, perSeconds: 60 },
  "bad-signature": { requests: 30, perSeconds: 60 },
};

export type RateLimits = {
  /** Counts one request; throws rate_limited with the seconds to wait when there were too many. */
  take(limit: LimitName, who: string): Promise<void>;
  /** Resolves when the count is where it should be; before, it is in memory. */
  ready(): Promise<void>;
  close(): Promise<void>;
};

/** Counts in the memory of the process, or in Redis where several processes share the count. */
export function createRateLimits(
  options: { redisUrl?: string | null; log?: Log; limits?: Partial<Record<LimitName, Limit>> } = {},
): RateLimits {
  const redis = openRedis(options.redisUrl ?? null, options.log);
  const limits = { ...defaultLimits, ...options.limits };
  const limiters = new Map<LimitName, RateLimiterAbstract>(
    limitNames.map((name) => [name, createLimiter(name, limits[name], redis)]),
  );
  return {
    async take(limit, who) {
      try {
        await limiters.get(limit)?.consume(who);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
        throw new AppError("rate_limited", `Too many requests. Try again in ${retryAfterSeconds} seconds.`, {
          retryAfterSeconds,
        });
      }
    },
    async ready() {
      if (redis !== null && redis.status !== "ready") await once(redis, "ready");
    },
    async close() {
      redis?.disconnect();
    },
  };
}

function openRedis(url: string | null, log: Log | undefined): Redis | null {
  if (url === null) return null;
  // No queue of commands while Redis is away: the request is counted in memory instead of waiting.
  const redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  redis.on("error", (error) => log?.warn({ err: error }, "the rate limits' Redis reported an error"));
  return redis;
}

function createLimiter(name: LimitName, limit: Limit, redis: Redis | null): RateLimiterAbstract {
  const options = { keyPrefix: `limit:${name}`, points: limit.requests, duration: limit.perSeconds };
  const inMemory = new RateLimiterMemory(options);
  // A Redis that is down must not close the house: the process counts for itself meanwhile.
  return redis === null
    ? inMemory
    : new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: inMemory });
}
