import { migrateToLatest } from "../src/db/migrate.ts";
import type { Env } from "../src/platform/env.ts";
import { dataDirOf } from "./launch/folders.ts";
import { readClock } from "./launch/kept-clock.ts";
import { openDatabase } from "./launch/open-database.ts";
import { productEnvironment, runsMockSource } from "./launch/product-environment.ts";
import { runScript, say } from "./launch/progress.ts";
import { readProductEnv } from "./launch/read-product-env.ts";
import { runCommand } from "./launch/run-command.ts";
import { keepSecrets } from "./launch/secrets.ts";

/**
 * The command line on the database of DATA_DIR: on the server that is up for it, or on one that is started
 * for the command and stopped after it. Standard output is the command's alone.
 */
async function runOps(args: readonly string[]): Promise<number> {
  if (asksForHelp(args)) {
    return runCommand("src/cli/ops.ts", args, { env: process.env, output: "stdout" });
  }
  const env = readProductEnv();
  const database = await openDatabase(env, say);
  try {
    // A new folder has no tables yet; `ops db` decides about migrations itself.
    const command = args.find((arg) => !arg.startsWith("-"));
    if (database.isEmbedded && command !== "db") await migrateToLatest(database.directUrl);
    const secrets = await keepSecrets(dataDirOf(env));
    return await runCommand("src/cli/ops.ts", args, {
      env: productEnvironment(env, database, secrets, readClockOf(env)),
      output: "stdout",
    });
  } finally {
    await database.close();
  }
}

/** A product that reads another source than the mock has the machine's clock. */
const readClockOf = (env: Env) => (runsMockSource(env) ? readClock(dataDirOf(env), Date.now()) : null);

function asksForHelp(args: readonly string[]): boolean {
  return args.length === 0 || args[0] === "help" || args.some((arg) => arg === "--help" || arg === "-h");
}

await runScript(() => runOps(process.argv.slice(2)));
