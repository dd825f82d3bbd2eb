import { z } from "@hono/zod-openapi";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { AppError, type ErrorCode } from "../errors.ts";

/** One thing that is wrong with what was sent. */
export type Fault = { path: string; message: string };

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi("Problem", { description: "Problem details, RFC 9457." });

export type Problem = z.infer<typeof problemSchema>;

const statuses: Record<ErrorCode, { status: ContentfulStatusCode; title: string }> = {
  invalid_input: { status: 400, title: "Something that was sent is wrong" },
  unauthenticated: { status: 401, title: "Not signed in" },
  forbidden: { status: 403, title: "Not allowed" },
  not_found: { status: 404, title: "Not found" },
  conflict: { status: 409, title: "Conflict" },
  rate_limited: { status: 429, title: "Too many requests" },
  too_large: { status: 413, title: "Too large" },
  source_unavailable: { status: 503, title: "The source cannot be reached" },
  source_rejected: { status: 502, title: "The source refused" },
  source_malformed: { status: 502, title: "The source answered with something else than agreed" },
  unavailable: { status: 503, title: "Not available now" },
  misconfigured: { status: 500, title: "Wrong configuration" },
  internal: { status: 500, title: "Something went wrong here" },
};

const codesOfStatus: Record<number, ErrorCode> = {
  400: "invalid_input",
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  405: "invalid_input",
  409: "conflict",
  413: "too_large",
  429: "rate_limited",
  503: "unavailable",
};

/** The expected fault that something thrown stands for. What nobody expected says nothing to the outside. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof HTTPException) {
    return new AppError(codesOfStatus[error.status] ?? "internal", error.message, { cause: error });
  }
  return new AppError(
    "internal",
    "An unexpected error happened here; it was logged with this request's number.",
    { cause: error },
  );
}

/** The HTTP status that an error's code stands for. */
export function statusOf(code: ErrorCode): ContentfulStatusCode {
  return statuses[code].status;
}

/** Problem details (RFC 9457) as an answer. `status` overrides the one of the code. */
export function problemResponse(
  error: AppError,
  about: {
    path: string;
    requestId: string;
    title?: string;
    status?: ContentfulStatusCode;
    headers?: Record<string, string>;
  },
): Response {
  const status = about.status ?? statusOf(error.code);
  const problem: Problem = {
    type: `urn:problem-type:${error.code}`,
    title: about.title ?? statuses[error.code].title,
    status,
    detail: error.message,
    instance: about.path,
    code: error.code,
    requestId: about.requestId,
    ...faultsOf(error),
  };
  const headers = new Headers(about.headers);
  headers.set("content-type", "application/problem+json");
  headers.set("cache-control", "no-store");
  headers.set("x-request-id", about.requestId);
  if (error.retryAfterSeconds !== undefined) {
    headers.set("retry-after", String(Math.ceil(error.retryAfterSeconds)));
  }
  return new Response(JSON.stringify(problem), { status, headers });
}

/** An error for what Zod found wrong; `where` is the part of the request, such as query. */
export function invalidInput(error: z.ZodError, where: string): AppError {
  const faults: Fault[] = error.issues.map((issue) => ({
    path: [where, ...issue.path.map(String)].join("."),
    message: issue.message,
  }));
  const sentence = faults.map((fault) => `${fault.path}: ${fault.message}`).join("; ");
  return new AppError("invalid_input", `Check what was sent. ${sentence}.`, { details: { faults } });
}

function faultsOf(error: AppError): { errors?: Fault[] } {
  const { faults } = error.details;
  return Array.isArray(faults) ? { errors: faults as Fault[] } : {};
}
