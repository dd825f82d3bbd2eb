import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "./folders.ts";
import type { ProcessEnvironment } from "./product-environment.ts";
import { say } from "./progress.ts";
import { nodeArguments } from "./run-command.ts";

export type ProcessPlan = {
  /** Operators' name: web, worker, mock source. */
  name: string;
  script: string;
  args?: readonly string[];
  env: ProcessEnvironment;
  /** Where its output goes; our own standard error where null. */
  logFile: string | null;
};

export type Supervised = {
  /** Ends it and starts it again at once. */
  restart(): void;
  /** Asks it to end, waits, and kills it after the grace. */
  stop(): Promise<void>;
};

const graceMs = 10_000;
const longestPauseMs = 30_000;
/** A process that ran this long was well; the next fault starts with a short pause again. */
const settledAfterMs = 60_000;
const logLimitBytes = 20 * 1024 * 1024;

/** Keeps one process of the product running: one that ends by itself is started again, with growing pauses. */
export function supervise(plan: ProcessPlan): Supervised {
  let child: ChildProcess | null = null;
  let pause: NodeJS.Timeout | null = null;
  let pauseMs = 500;
  let stopping = false;
  let restarting = false;

  const start = () => {
    const startedAt = performance.now();
    pause = null;
    child = spawnProcess(plan);
    child.once("error", (error) => say(`${plan.name} could not be started: ${error.message}.`));
    child.once("exit", (code, signal) => {
      child = null;
      if (stopping) return;
      if (restarting) {
        restarting = false;
        start();
        return;
      }
      if (performance.now() - startedAt > settledAfterMs) pauseMs = 500;
      say(describeEnd(plan, code, signal, pauseMs));
      pause = setTimeout(start, pauseMs);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    });
  };
  start();

  return {
    restart() {
      if (child === null) return;
      restarting = true;
      child.kill("SIGTERM");
    },
    stop() {
      stopping = true;
      if (pause !== null) clearTimeout(pause);
      return endProcess(child);
    },
  };
}

function spawnProcess({ script, args = [], env, logFile }: ProcessPlan): ChildProcess {
  const output = logFile === null ? 2 : openLog(logFile);
  // A group of its own: Ctrl-C reaches the launcher alone, which ends the processes in order.
  const child = spawn(process.execPath, nodeArguments(script, args), {
    cwd: projectRoot,
    env: env as NodeJS.ProcessEnv,
    detached: true,
    stdio: ["ignore", output, output, "ipc"],
  });
  if (logFile !== null) closeSync(output);
  return child;
}

/** Logs grow over restarts up to a limit, then one older file is kept. */
function openLog(file: string): number {
  mkdirSync(path.dirname(file), { recursive: true });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > logLimitBytes) renameSync(file, `${file}.old`);
  return openSync(file, "a", 0o600);
}

function describeEnd(plan: ProcessPlan, code: number | null, signal: string | null, pauseMs: number): string {
  const how = signal === null ? `exit code ${code}` : signal;
  const where = plan.logFile === null ? "" : ` ${plan.logFile} says why.`;
  return `The ${plan.name} process ended (${how}) and starts again in ${pauseMs / 1000} s.${where}`;
}

function endProcess(child: ChildProcess | null): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const kill = setTimeout(() => child.kill("SIGKILL"), graceMs);
    child.once("exit", () => {
      clearTimeout(kill);
      resolve();
    });
    child.kill("SIGTERM");
  });
}
