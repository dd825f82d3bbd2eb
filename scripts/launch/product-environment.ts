import path from "node:path";
import type { Env } from "../../src/platform/env.ts";
import { dataDirOf } from "./folders.ts";
import { printAnchor, type SharedClock } from "./kept-clock.ts";
import type { Secrets } from "./secrets.ts";

/** The addresses that the launcher found out, for the processes that it starts. */
export type DatabaseAddresses = { ownerUrl: string; webUrl: string | null };

export type ProcessEnvironment = Record<string, string | undefined>;

/** The environment of web, worker, mock source and command line: what the user set, and what we fill in. */
export function productEnvironment(
  env: Env,
  database: DatabaseAddresses,
  secrets: Secrets,
  clock: SharedClock | null,
): ProcessEnvironment {
  const mockSource = `http://127.0.0.1:${env.MOCK_SOURCE_PORT}`;
  const isMock = env.SOURCE_MODE === "mock";
  // Changes that were made by hand at the mock source outlive a kill; another world is another file.
  const journal = path.join(dataDirOf(env), `mock-journal-${env.MOCK_SEED}-${env.MOCK_CUSTOMERS}.ndjson`);
  return {
    MOCK_JOURNAL: journal,
    ...process.env,
    DATABASE_URL: database.ownerUrl,
    DATABASE_WEB_URL: env.DATABASE_WEB_URL ?? database.webUrl ?? undefined,
    AUTH_SECRET: env.AUTH_SECRET ?? secrets.authSecret,
    SOURCE_API_URL: env.SOURCE_API_URL ?? (isMock ? mockSource : undefined),
    SUPPORT_API_URL: env.SUPPORT_API_URL ?? (isMock ? `${mockSource}/support` : undefined),
    SOURCE_API_TOKEN: env.SOURCE_API_TOKEN ?? (isMock ? secrets.sourceApiToken : undefined),
    SUPPORT_API_TOKEN: env.SUPPORT_API_TOKEN ?? (isMock ? secrets.supportApiToken : undefined),
    MOCK_SPEED: String(clock?.speed ?? 1),
    CLOCK_ANCHOR: clock === null ? undefined : printAnchor(clock.anchor),
    NEXT_TELEMETRY_DISABLED: "1",
  };
}

/** True where the launcher runs the mock source itself: mock mode, and no other address given. */
export function runsMockSource(env: Env): boolean {
  return env.SOURCE_MODE === "mock" && env.SOURCE_API_URL === null;
}
