import { AppError, errorMessage } from "#platform/errors.ts";
import { type WebRuntime, webRuntime } from "./web-runtime.ts";

/** Opens what the web process keeps open, and closes it when the process is told to stop. */
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

/** Open streams would keep the server from leaving: Next waits for every answer to end. */
function stop({ log, live, queue, cache, rateLimits }: WebRuntime, signal: string): void {
  log.info({ signal }, "the web process stops");
  Promise.all([live.close(), queue.close(), cache.close(), rateLimits.close()])
    .then(() => log.info("what the web process kept open is closed"))
    .catch((error: unknown) => log.error({ err: error }, "closing failed"));
}
