import { parentPort, workerData } from "node:worker_threads";
import { type ForecastTask, runForecastTask } from "./forecast-task.ts";

const result = await runForecastTask(workerData as ForecastTask, (done, total, note) =>
  parentPort?.postMessage({ progress: { done, total, note } }),
);
parentPort?.postMessage({ result });
