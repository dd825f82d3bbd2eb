import { Worker } from "node:worker_threads";
import { AppError } from "#platform/errors.ts";
import type { ForecastResult, ForecastTask, TaskProgress } from "./forecast-task.ts";

type Message = { progress: { done: number; total: number; note: string } } | { result: ForecastResult };

/**
 * Runs a task in a thread of its own: a selection computes for a minute, and polls, heartbeats and stops must not wait for
 * it. The thread ends with the task, or at once when `signal` says so.
 */
export async function runInThread(
  task: ForecastTask,
  onProgress: TaskProgress,
  signal: AbortSignal,
): Promise<ForecastResult> {
  signal.throwIfAborted();
  const thread = new Worker(new URL("./forecast-thread.ts", import.meta.url), { workerData: task });
  const stop = () => void thread.terminate();
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await new Promise<ForecastResult>((resolve, reject) => {
      thread.on("message", (message: Message) => {
        if ("result" in message) resolve(message.result);
        else onProgress(message.progress.done, message.progress.total, message.progress.note);
      });
      thread.once("error", reject);
      thread.once("exit", (code) =>
        reject(
          signal.reason ??
            new AppError("internal", `The forecast ended with code ${code} before its result.`),
        ),
      );
    });
  } finally {
    signal.removeEventListener("abort", stop);
    await thread.terminate();
  }
}
