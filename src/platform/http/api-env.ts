import type { Database } from "#db/client.ts";
import type { Cache } from "../cache/cache.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Queue } from "../queue/queue.ts";
import type { Viewer } from "../viewer.ts";
import type { RateLimits } from "./rate-limits.ts";

/** What every handler finds with `c.get(name)` or `c.var.name`. */
export type ApiVariables = {
  /** Whoever asks. Set on every route but public ones, where nobody may be signed in. */
  viewer: Viewer;
  /** The web role's database: every query goes through asViewer. */
  db: Database;
  now: Clock;
  log: Log;
  requestId: string;
  cache: Cache;
  queue: Queue;
  rateLimits: RateLimits;
};

export type ApiEnv = { Variables: ApiVariables };

/** Finds out who asks, from a session cookie or an API token; null where nobody is signed in. */
export type ResolveViewer = (request: Request) => Promise<Viewer | null>;
