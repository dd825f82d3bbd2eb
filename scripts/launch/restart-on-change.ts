import { watch } from "node:fs";
import path from "node:path";
import { projectRoot } from "./folders.ts";
import type { Processes, ProcessName } from "./processes.ts";

/** An editor writes a file in several steps; a formatter writes it again at once. */
const calmMs = 250;

/** Restarts worker and mock source when their sources change; Next.js looks after the web part itself. */
export function restartOnChange(processes: Processes, signal: AbortSignal): void {
  restartOnChangeIn("src", "worker", processes, signal);
  restartOnChangeIn("mock-source", "mock source", processes, signal);
}

function restartOnChangeIn(
  folder: string,
  name: ProcessName,
  processes: Processes,
  signal: AbortSignal,
): void {
  let timer: NodeJS.Timeout | undefined;
  watch(path.join(projectRoot, folder), { recursive: true, signal }, (_event, file) => {
    if (file === null || !file.endsWith(".ts") || file.endsWith(".test.ts")) return;
    clearTimeout(timer);
    timer = setTimeout(() => processes.restart(name), calmMs);
  });
}
