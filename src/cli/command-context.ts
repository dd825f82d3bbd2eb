import { createDatabase, type Database } from "#db/client.ts";
import { type Clock, createClock } from "#platform/clock.ts";
import { env } from "#platform/env.ts";
import { AppError } from "#platform/errors.ts";
import { createLog, type Log } from "#platform/log.ts";
import { createProgress, type Progress } from "./progress.ts";

/** What a command works with. Ask for it with `open()` inside the action, so that --help needs no database. */
export type CommandContext = {
  /** The owner's database. */
  db: Database;
  ownerUrl: string;
  /** "Now" of the product: AS_OF where that is set. */
  now: Clock;
  /** Goes to standard error. */
  log: Log;
  progress: Progress;
  /** True where the person asked for --json. */
  json: boolean;
};

export type OpenContext = () => Promise<CommandContext>;

/** Opens the database that DATABASE_URL names. Throws misconfigured where it is not set. */
export async function openCommandContext(json: boolean): Promise<CommandContext> {
  const { DATABASE_URL: ownerUrl, LOG_LEVEL: level, DATABASE_POOL_SIZE: poolSize } = env();
  if (ownerUrl === null) {
    throw new AppError(
      "misconfigured",
      "DATABASE_URL is not set. Run this as `npm run -s ops -- COMMAND`, which starts the embedded database, or set it.",
    );
  }
  const log = createLog({ process: "ops", level: level === "info" ? "warn" : level, destination: "stderr" });
  const db = createDatabase({ url: ownerUrl, name: "ops", log, poolSize });
  return { db, ownerUrl, now: createClock(env()), log, progress: createProgress(), json };
}
