import pLimit from "p-limit";
import pRetry from "p-retry";
import { Agent } from "undici";
import { AppError } from "#platform/errors.ts";
import type { Log } from "#platform/log.ts";
import { type Answer, askOnce } from "./ask-once.ts";
import { defaultHttpLimits, type HttpLimits } from "./http-limits.ts";
import { backoffMs } from "./retry-after.ts";
import { TransientFault } from "./transient-fault.ts";
import { waitFor } from "./wait-for.ts";

export type HttpClientOptions = {
  /** What people call the system, for sentences: "the Rails application". */
  systemName: string;
  /** Address without /api/v1; it may hold a path. */
  baseUrl: string;
  token: string;
  /** The variable that holds the token, named where the token is refused. */
  tokenVariable: string;
  /** The variable that holds the address. */
  urlVariable: string;
  log: Log;
  limits?: Partial<HttpLimits>;
  random?: () => number;
};

export type HttpClient = {
  /**
   * Asks for `path` under /api/v1 and hands the JSON to `read`. What `read` throws as TransientFault is tried
   * again like a lost connection. Gives null for 404 where `nullIfMissing` is set.
   */
  get<T>(
    path: string,
    query: Readonly<Record<string, string | number>>,
    read: (answer: Answer) => T,
    options?: { signal?: AbortSignal | undefined; nullIfMissing?: boolean },
  ): Promise<T | null>;
};

/** The HTTP client of both outside systems: token, limits, retries, and a log line for each request. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const limits = { ...defaultHttpLimits, ...options.limits };
  const limit = pLimit(limits.concurrency);
  const dispatcher = new Agent({
    connect: { timeout: limits.connectMs },
    connections: limits.concurrency,
    headersTimeout: limits.answerMs,
    bodyTimeout: limits.answerMs,
  });
  const system = { ...options, limits, dispatcher };
  return {
    async get(path, query, read, { signal, nullIfMissing = false } = {}) {
      const url = addressOf(options.baseUrl, path, query);
      const startedAt = performance.now();
      let tries = 0;
      const deadline = startedAt + limits.totalMs;
      const attempt = async () =>
        await limit(async () => {
          tries++;
          const answer = await askOnce(system, url, { signal, nullIfMissing, deadline, tries });
          return answer === null ? null : read(answer);
        });
      try {
        return await pRetry(attempt, {
          retries: limits.tries - 1,
          // The wait is our own, with full jitter and Retry-After; the library counts tries and time.
          minTimeout: 0,
          maxRetryTime: limits.totalMs,
          ...(signal === undefined ? {} : { signal }),
          shouldRetry: async ({ error, attemptNumber, retriesLeft }) => {
            if (!(error instanceof TransientFault) || retriesLeft <= 0) return false;
            const waitMs = error.retryAfterMs ?? 0;
            const jitterMs = backoffMs(attemptNumber, limits, options.random ?? Math.random);
            if (performance.now() + waitMs >= deadline) return false;
            options.log.info(
              { path: url.pathname, tries, waitMs: waitMs + jitterMs, fault: error.message },
              "asking the source failed; it is tried again",
            );
            await waitFor(waitMs + jitterMs, signal);
            return true;
          },
        });
      } catch (error) {
        throw finalFault(error, options.systemName, tries);
      }
    },
  };
}

/** The address of a path under /api/v1 of a base address that may end in a slash or hold a path. */
function addressOf(baseUrl: string, path: string, query: Readonly<Record<string, string | number>>): URL {
  const url = new URL(baseUrl);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/api/v1/${path}`;
  // URLSearchParams writes a plus as %2B; a raw one would be read as a space.
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  return url;
}

function finalFault(error: unknown, systemName: string, tries: number): unknown {
  if (!(error instanceof TransientFault)) return error;
  const times = tries === 1 ? "once" : `${tries} times`;
  return new AppError(
    error.code === "rate_limited" ? "source_unavailable" : error.code,
    `${systemName} could not be read (asked ${times}): ${error.message}.`,
    {
      cause: error,
      ...(error.retryAfterMs === null ? {} : { retryAfterSeconds: Math.ceil(error.retryAfterMs / 1000) }),
    },
  );
}
