import { withClient } from "../../src/platform/embedded-postgres/dashboard-database.ts";
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

/**
 * Reads everything that the source has. A source that is down does not stop the start: the pollers try on. Ours is
 * near and fast enough to read in bulk, where a start that is killed begins again; any other is read so that the
 * next start goes on where this one stopped.
 */
export async function loadHistory(environment: ProcessEnvironment, isOurs: boolean): Promise<void> {
  const source = environment.SOURCE_API_URL;
  if (source === undefined) {
    say("SOURCE_API_URL is not set: the dashboard starts without a source to read.");
    return;
  }
  // The reader asks many times before it gives up, which is right for a poll and too long for a start.
  const command = ["ingest", "all", ...(isOurs ? ["--bulk"] : [])];
  const options = { env: environment, output: "stderr" } as const;
  if ((await isUp(source)) && (await runCommand("src/cli/ops.ts", command, options)) === 0) return;
  say(
    `The history could not be read from ${source} now. The dashboard starts without it and the worker keeps trying.`,
  );
}

/** True where something answers at the address, whatever it says. */
async function isUp(address: string): Promise<boolean> {
  return fetch(address, { signal: AbortSignal.timeout(5_000) }).then(
    () => true,
    () => false,
  );
}
