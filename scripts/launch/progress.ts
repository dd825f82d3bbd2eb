import { errorMessage } from "../../src/platform/errors.ts";

/** Writes one line for people; standard output is left to results. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Does one long step: says that it began, that it is still going on, and how long it took. */
export async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1);
  say(`${name} …`);
  const timer = setInterval(() => say(`${name} … ${seconds()} s`), 10_000);
  try {
    const result = await work();
    say(`${name}: done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(timer);
  }
}

/** Runs a script's work; what it throws becomes one sentence and a failing exit code. */
export async function runScript(work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    say(errorMessage(error));
    process.exitCode = 1;
  }
}
