import { AppError, errorMessage } from "#platform/errors.ts";
import { type WebRuntime, webRuntime } from "./web-runtime.ts";

/** Seconds from the signal to the end, whatever hangs: Next itself would wait for the last answer. */
const mostStopSeconds = 8;
/** What Next ends with after SIGTERM. */
const exitCode = 143;

/** Opens what the web process keeps open, and ends the streams when the process is told to stop. */
export function startWebProcess(): void {
  const runtime = openRuntime();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop(runtime, signal));
}

function openRuntime(): WebRuntime {
  try {
    return webRuntime();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    process.stderr.write(`${errorMessage(error)}\n`);
    process.exit(3);
  }
}

/**
 * Open streams would keep the server from leaving: Next takes no more connections, and ends the process when
 * the requests in hand are answered. They need the database, the queue and the cache until then.
 */
function stop({ log, live }: WebRuntime, signal: string): void {
  log.info({ signal }, "the web process stops");
  setTimeout(() => {
    log.warn("the web process stops before every request was answered");
    process.exit(exitCode);
  }, mostStopSeconds * 1000).unref();
  live
    .close()
    .then(() => log.info("the live streams are closed"))
    .catch((error: unknown) => log.error({ err: error }, "closing the live streams failed"));
}
