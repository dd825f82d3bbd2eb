import { createDatabase, type Database } from "#db/client.ts";
import { type Cache, createCache } from "#platform/cache/cache.ts";
import { type Clock, createClock } from "#platform/clock.ts";
import { env } from "#platform/env.ts";
import { AppError } from "#platform/errors.ts";
import { createRateLimits, type RateLimits } from "#platform/http/rate-limits.ts";
import { type Live, startLive } from "#platform/live/live.ts";
import { createLog, type Log } from "#platform/log.ts";
import { createQueue, type Queue } from "#platform/queue/queue.ts";
import { forgetChanged } from "./cache-groups.ts";

/** What the web process has one of. */
export type WebRuntime = {
  /** As the role that owns nothing: every query goes through asViewer. */
  db: Database;
  now: Clock;
  log: Log;
  cache: Cache;
  queue: Queue;
  rateLimits: RateLimits;
  live: Live;
};

// Bundles hold copies of this module; the process has one runtime.
const holder = globalThis as typeof globalThis & { webRuntime?: WebRuntime };

/** The runtime of this web process, made when it is first asked for. Throws misconfigured. */
export function webRuntime(): WebRuntime {
  holder.webRuntime ??= createWebRuntime();
  return holder.webRuntime;
}

function createWebRuntime(): WebRuntime {
  const { DATABASE_POOL_SIZE: poolSize, LOG_LEVEL: level, REDIS_URL: redisUrl } = env();
  const log = createLog({ process: "web", level });
  const now = createClock(env());
  const web = webAddress();
  const cache = createCache({ redisUrl, log });
  return {
    db: createDatabase({ ...web, name: "web", log, poolSize, statementTimeoutMs: 30_000 }),
    now,
    log,
    cache,
    queue: createQueue({ databaseUrl: web.url, role: web.role, redisUrl, log }),
    rateLimits: createRateLimits({ redisUrl, log }),
    live: startLive({ url: ownerAddress(), log, onEvents: (events) => forgetChanged(cache, events, log) }),
  };
}

const webRole = "dashboard_web";

function webAddress(): { url: string; role?: string } {
  const { DATABASE_URL, DATABASE_WEB_URL } = env();
  if (DATABASE_WEB_URL !== null) return { url: DATABASE_WEB_URL };
  if (DATABASE_URL !== null) return { url: DATABASE_URL, role: webRole };
  throw new AppError(
    "misconfigured",
    "DATABASE_WEB_URL or DATABASE_URL should be set. `npm start` sets them.",
  );
}

function ownerAddress(): string {
  const { DATABASE_DIRECT_URL, DATABASE_URL } = env();
  const address = DATABASE_DIRECT_URL ?? DATABASE_URL;
  if (address !== null) return address;
  throw new AppError(
    "misconfigured",
    "DATABASE_URL should be set: the live stream reads the event log as the owner.",
  );
}
