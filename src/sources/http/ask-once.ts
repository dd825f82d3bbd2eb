import { type Dispatcher, fetch, type Response } from "undici";
import { AppError } from "#platform/errors.ts";
import type { HttpClientOptions } from "./http-client.ts";
import type { HttpLimits } from "./http-limits.ts";
import { readBody } from "./read-body.ts";
import { readRetryAfter } from "./retry-after.ts";
import { TransientFault } from "./transient-fault.ts";

/** A JSON answer with status 200. */
export type Answer = {
  json: unknown;
  /** The body to the letter. */
  text: string;
  /** The source's clock; null where it has none. */
  answeredAt: Date | null;
  requestId: string | null;
};

type System = HttpClientOptions & { limits: HttpLimits; dispatcher: Dispatcher };

type Attempt = {
  signal: AbortSignal | undefined;
  nullIfMissing: boolean;
  /** performance.now() at which the whole request gives up. */
  deadline: number;
  tries: number;
};

/** One try. Throws TransientFault where another may succeed, AppError where none can; null for an allowed 404. */
export async function askOnce(system: System, url: URL, attempt: Attempt): Promise<Answer | null> {
  const startedAt = performance.now();
  const facts: Record<string, unknown> = { method: "GET", path: url.pathname, tries: attempt.tries };
  try {
    const response = await send(system, url, attempt);
    facts.status = response.status;
    facts.requestId = response.headers.get("x-request-id");
    return await readAnswer(system, url, response, attempt);
  } catch (error) {
    // A stop that was asked for is not a fault of the source.
    attempt.signal?.throwIfAborted();
    const fault = error instanceof AppError ? error : asTransient(error, system.limits);
    facts.fault = fault.message;
    throw fault;
  } finally {
    system.log.info({ ...facts, durationMs: Math.round(performance.now() - startedAt) }, "asked the source");
  }
}

async function send(system: System, url: URL, attempt: Attempt): Promise<Response> {
  const timeLeftMs = Math.max(1, attempt.deadline - performance.now());
  const limit = AbortSignal.timeout(Math.ceil(Math.min(system.limits.answerMs, timeLeftMs)));
  return await fetch(url, {
    dispatcher: system.dispatcher,
    // A redirect would carry the token to an address that nobody configured.
    redirect: "manual",
    signal: attempt.signal === undefined ? limit : AbortSignal.any([attempt.signal, limit]),
    headers: {
      authorization: `Bearer ${system.token}`,
      accept: "application/json",
      // undici offers only what it can unpack while it reads.
      "accept-encoding": "gzip, deflate, br",
      "user-agent": "tutoring-operations-dashboard",
    },
  });
}

async function readAnswer(
  system: System,
  url: URL,
  response: Response,
  attempt: Attempt,
): Promise<Answer | null> {
  const requestId = response.headers.get("x-request-id");
  if (response.status !== 200) {
    await response.body?.cancel();
    if (response.status === 404 && attempt.nullIfMissing) return null;
    throw faultOfStatus(system, url, response, requestId);
  }
  const text = await readBody(response, system.limits.maxBytes);
  return {
    json: parse(text, response.headers.get("content-type"), requestId),
    text,
    answeredAt: clockOf(response),
    requestId,
  };
}

function clockOf(response: Response): Date | null {
  const date = Date.parse(response.headers.get("date") ?? "");
  return Number.isNaN(date) ? null : new Date(date);
}

function parse(text: string, contentType: string | null, requestId: string | null): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const what = contentType?.includes("html") ? "an HTML page" : "a body that is not JSON, or was cut off";
    throw new TransientFault("source_malformed", `it answered 200 with ${what}${quote(requestId)}`, {
      cause: error,
    });
  }
}

const quote = (requestId: string | null) =>
  requestId === null ? "" : ` (request ${requestId.slice(0, 100)})`;

function faultOfStatus(system: System, url: URL, response: Response, requestId: string | null): Error {
  const { status } = response;
  const details = { status, path: url.pathname, requestId };
  if (status === 429 || status >= 500) {
    // A date in Retry-After is told by the source's clock, so it is compared with that.
    const now = clockOf(response) ?? new Date();
    const retryAfterMs = readRetryAfter(response.headers.get("retry-after"), now);
    const code = status === 429 ? "rate_limited" : "source_unavailable";
    return new TransientFault(code, `it answered ${status}${quote(requestId)}`, { retryAfterMs });
  }
  if (status === 401 || status === 403) {
    const message = `${system.systemName} refused the token (${status}${quote(requestId)}): check ${system.tokenVariable}.`;
    return new AppError("source_rejected", message, { details });
  }
  const message = `${system.systemName} answered ${status} to ${url.pathname}${quote(requestId)}: check ${system.urlVariable}.`;
  return new AppError("source_rejected", message, { details });
}

/** Whatever sending or reading threw, in words. The address may hold secrets, so its text is not repeated. */
function asTransient(error: unknown, limits: HttpLimits): TransientFault {
  if (error instanceof TransientFault) return error;
  if (error instanceof Error && error.name === "TimeoutError") {
    return new TransientFault("source_unavailable", `no whole answer within ${limits.answerMs / 1000} s`, {
      cause: error,
    });
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
  return new TransientFault("source_unavailable", `the connection failed${code}`, { cause: error });
}
