import { type ClientResponse, hc } from "hono/client";
import type { ApiType } from "#registry/routes.ts";

/** The typed client of the routes, for the browser. */
export const apiClient = hc<ApiType>("/api/v1");

/** What the server says went wrong, in its own words. */
export class ApiFault extends Error {
  readonly status: number;
  readonly requestId: string | null;

  constructor(message: string, status: number, requestId: string | null) {
    super(message);
    this.name = "ApiFault";
    this.status = status;
    this.requestId = requestId;
  }
}

/** The body of an answer; throws an ApiFault with the problem's detail where the server refused. */
export async function readAnswer<T>(pending: Promise<ClientResponse<T>>): Promise<T> {
  const response = await pending;
  if (response.ok) return (await response.json()) as T;
  const problem = await readProblem(response);
  throw new ApiFault(problem.detail, response.status, problem.requestId);
}

/** For answers without a body; throws an ApiFault where the server refused. */
export async function readDone(pending: Promise<ClientResponse<unknown>>): Promise<void> {
  const response = await pending;
  if (response.ok) return;
  const problem = await readProblem(response);
  throw new ApiFault(problem.detail, response.status, problem.requestId);
}

async function readProblem(
  response: ClientResponse<unknown>,
): Promise<{ detail: string; requestId: string | null }> {
  const fallback = { detail: `The server answered with status ${response.status}.`, requestId: null };
  if (!response.headers.get("content-type")?.includes("problem+json")) return fallback;
  return { ...fallback, ...((await response.json()) as object) };
}
