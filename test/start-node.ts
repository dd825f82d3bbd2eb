import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";

export type StartedNode = {
  child: ChildProcessByStdio<null, Readable, Readable>;
  /** What it has written so far. */
  written: { out: string; err: string };
};

/** Starts a script of ours as a process of its own, with no variables but these. */
export function startNode(
  script: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
): StartedNode {
  const env = { PATH: process.env.PATH, NODE_ENV: "test", ...variables } as NodeJS.ProcessEnv;
  const child = spawn(process.execPath, [script, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  const written = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    written.out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    written.err += chunk.toString();
  });
  return { child, written };
}
