import { env } from "#platform/env.ts";
import { AppError, errorMessage } from "#platform/errors.ts";
import { createLog } from "#platform/log.ts";
import { startWorkerProcess } from "./start-worker.ts";

/** Seconds from SIGTERM to the end, whatever hangs; jobs get most of them, and the launcher needs some too. */
const mostStopSeconds = 9;

async function main(): Promise<void> {
  const log = createLog({ process: "worker", level: env().LOG_LEVEL });
  const starting = new AbortController();
  const stopped = new Promise<string>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve(signal));
  });
  void stopped.then(() => {
    starting.abort();
    // Also where it has not started yet, because the queue cannot be reached.
    setTimeout(() => process.exit(1), mostStopSeconds * 1000).unref();
  });
  const worker = await startWorkerProcess(log, starting.signal);
  if (worker === null) return;
  log.info("the worker runs");
  const signal = await stopped;
  log.info({ signal }, "the worker stops");
  await worker.stop();
  log.info("the worker has stopped");
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const text =
    error instanceof AppError
      ? error.message
      : (error instanceof Error && error.stack) || errorMessage(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
