import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { waitForLock } from "../../src/platform/embedded-postgres/kernel-lock.ts";
import { AppError } from "../../src/platform/errors.ts";
import { projectRoot } from "./folders.ts";
import type { ProcessEnvironment } from "./product-environment.ts";
import { nodeArguments } from "./run-command.ts";

const sources = [
  "src",
  "public",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];
const buildLimitSeconds = 900;

/** True where the build is complete and of the sources that are here now. */
export async function isBuildFresh(): Promise<boolean> {
  const stamp = await readFile(stampFile(), "utf8").catch(() => null);
  return stamp !== null && stamp === (await hashSources());
}

/** Builds the web part where it is missing or older than its sources; one process at a time. */
export async function buildWeb(env: ProcessEnvironment, signal?: AbortSignal): Promise<void> {
  const cache = path.join(projectRoot, "node_modules", ".cache");
  await mkdir(cache, { recursive: true });
  const lock = await waitForLock(path.join(cache, "web-build.lock"), "alone", buildLimitSeconds);
  try {
    if (await isBuildFresh()) return;
    const hash = await hashSources();
    await rm(stampFile(), { force: true });
    await runBuild(env, path.join(cache, "web-build.log"), signal);
    await writeFile(stampFile(), hash);
  } finally {
    lock.release();
  }
}

function buildFolder(): string {
  return path.join(projectRoot, process.env.NEXT_DIST_DIR ?? ".next");
}

function stampFile(): string {
  return path.join(buildFolder(), "built-from");
}

async function runBuild(
  env: ProcessEnvironment,
  logFile: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const log = openSync(logFile, "w");
  const child = spawn(process.execPath, nodeArguments("node_modules/next/dist/bin/next", ["build"]), {
    cwd: projectRoot,
    env: { ...env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", log, log, "ipc"],
    signal,
  });
  closeSync(log);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  if (code === 0 && existsSync(path.join(buildFolder(), "BUILD_ID"))) return;
  const end = (await readFile(logFile, "utf8")).trim().split("\n").slice(-25).join("\n");
  throw new AppError("internal", `The web part could not be built; the whole log is ${logFile}.\n${end}`);
}

async function hashSources(): Promise<string> {
  const hash = createHash("sha256");
  for (const file of (await Promise.all(sources.map(listFiles))).flat().toSorted()) {
    hash.update(file).update(await readFile(path.join(projectRoot, file)));
  }
  return hash.digest("hex");
}

/** Files below a path, relative to the project; neither tests nor what only other processes run. */
async function listFiles(source: string): Promise<string[]> {
  const full = path.join(projectRoot, source);
  const entries = await readdir(full, { recursive: true, withFileTypes: true }).catch(() => null);
  if (entries === null) return (await readFile(full).catch(() => null)) === null ? [] : [source];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(projectRoot, path.join(entry.parentPath, entry.name)))
    .filter((file) => !/\.test\.tsx?$|^src\/(cli|worker)\//.test(file));
}
