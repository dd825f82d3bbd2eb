import { withClient } from "../../src/platform/embedded-postgres/dashboard-database.ts";
import type { Env } from "../../src/platform/env.ts";
import type { ProcessEnvironment } from "./product-environment.ts";
import { say } from "./progress.ts";
import { runCommand } from "./run-command.ts";

/** True until the sessions were read from the source to their end once; a first load that was killed goes on. */
export function needsHistory(ownerUrl: string): Promise<boolean> {
  return withClient(ownerUrl, async (client) => {
    const { rowCount } = await client.query(
      "SELECT 1 FROM ingestion_cursors WHERE resource = 'sessions' AND last_succeeded_at IS NOT NULL",
    );
    return rowCount === 0;
  });
}

/** Reads everything that the source has. A source that is down does not stop the start: the pollers try on. */
export async function loadHistory(env: Env, environment: ProcessEnvironment): Promise<void> {
  const code = await runCommand("src/cli/ops.ts", ["ingest", "all"], { env: environment, output: "stderr" });
  if (code === 0) return;
  const source = env.SOURCE_API_URL ?? environment.SOURCE_API_URL ?? "the source (SOURCE_API_URL is not set)";
  say(
    `The history could not be read from ${source} now. The dashboard starts without it and the worker keeps trying.`,
  );
}
