import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** A folder for `work` that goes away with it. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(process.env.BENCH_FOLDER ?? tmpdir(), "dashboard-bench-files-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes a history of so many sessions as NDJSON, in a process of its own. */
export async function writeHistory(folder: string, sessions: number): Promise<void> {
  const script = path.join(import.meta.dirname, "write-history.ts");
  const child = spawn(process.execPath, [script, path.join(folder, "sessions.ndjson"), String(sessions)], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error("the history could not be written");
}

/** `ops import --bulk` of a folder, as a process of its own; `watch` is told its number. */
export async function importInBulk(
  url: string,
  folder: string,
  watch: (pid: number) => void = () => undefined,
): Promise<{ seconds: number; received: number }> {
  const script = path.join(import.meta.dirname, "../src/cli/ops.ts");
  const child = spawn(process.execPath, [script, "--json", "import", "--dir", folder, "--bulk"], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ["ignore", "pipe", "inherit"],
  });
  watch(child.pid ?? 0);
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error("the import failed; the lines above say why");
  const [sessions] = JSON.parse(Buffer.concat(output).toString("utf8"));
  return sessions;
}
