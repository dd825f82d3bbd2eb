import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { constants } from "node:os";
import path from "node:path";
import { projectRoot } from "./folders.ts";
import type { ProcessEnvironment } from "./product-environment.ts";

const preload = path.join(projectRoot, "scripts", "exit-with-parent.mjs");
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The arguments that make Node run a script which ends when its launcher does. */
export function nodeArguments(script: string, args: readonly string[]): string[] {
  return ["--import", preload, path.join(projectRoot, script), ...args];
}

/**
 * Runs a script to its end, hands signals on to it, and gives its exit code. Its standard output becomes
 * ours, or goes to our standard error.
 */
export function runCommand(
  script: string,
  args: readonly string[],
  { env, output }: { env: ProcessEnvironment; output: "stdout" | "stderr" },
): Promise<number> {
  const stdout = output === "stdout" ? 1 : 2;
  return exitCode(spawnScript(script, args, env, ["inherit", stdout, 2, "ipc"]));
}

function spawnScript(
  script: string,
  args: readonly string[],
  env: ProcessEnvironment,
  stdio: StdioOptions,
): ChildProcess {
  return spawn(process.execPath, nodeArguments(script, args), { env: env as NodeJS.ProcessEnv, stdio });
}

function exitCode(child: ChildProcess): Promise<number> {
  const handOn = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of signals) process.on(signal, handOn);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      for (const name of signals) process.off(name, handOn);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
