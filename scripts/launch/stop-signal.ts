/**
 * Aborts when we are asked to stop: Ctrl-C, SIGTERM, a closed terminal, or the end of the process that
 * started us. Asking again changes nothing; a stop that is under way goes on.
 */
export function listenForStop(): AbortSignal {
  const controller = new AbortController();
  const stop = (asked: string) => controller.abort(new StopRequest(asked));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  process.once("disconnect", () => stop("the process that started us is gone"));
  // Waiting for that must not keep us here when all is done.
  process.channel?.unref();
  return controller.signal;
}

/** The reason of that abort: no fault. */
export class StopRequest extends Error {
  constructor(asked: string) {
    super(`asked to stop: ${asked}`);
    this.name = "StopRequest";
  }
}

/** Resolves when the signal is aborted. */
export function untilStopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
