import { type ClientResponse, hc } from "hono/client";
import type { ApiType } from "#registry/routes.ts";

/** The typed client of the routes, for the browser. */
export const apiClient = hc<ApiType>("/api/v1");

/** What the server says went wrong, in its own words. */
export class ApiFault extends Error {
  readonly status: number;
  readonly requestId: string | null;
  /** Each thing that is wrong with what was sent, where the server names them. */
  readonly errors: readonly { path: string; message: string }[];

  constructor(status: number, { detail, requestId, errors = [] }: Problem) {
    super(detail);
    this.name = "ApiFault";
    this.status = status;
    this.requestId = requestId;
    this.errors = errors;
  }
}

type Problem = {
  detail: string;
  requestId: string | null;
  errors?: readonly { path: string; message: string }[];
};

/** The body of an answer; throws an ApiFault with the problem's detail where the server refused. */
export async function readAnswer<T>(pending: Promise<ClientResponse<T>>): Promise<T> {
  const response = await pending;
  if (response.ok) return (await response.json()) as T;
  throw new ApiFault(response.status, await readProblem(response));
}

/** For answers without a body; throws an ApiFault where the server refused. */
export async function readDone(pending: Promise<ClientResponse<unknown>>): Promise<void> {
  const response = await pending;
  if (response.ok) return;
  throw new ApiFault(response.status, await readProblem(response));
}

async function readProblem(response: ClientResponse<unknown>): Promise<Problem> {
  const fallback = { detail: `The server answered with status ${response.status}.`, requestId: null };
  if (!response.headers.get("content-type")?.includes("problem+json")) return fallback;
  return { ...fallback, ...((await response.json()) as object) };
}
