import { spawn } from "node:child_process";
import { chown, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../errors.ts";
import type { DataFolder } from "./data-folder.ts";
import type { NativeFiles } from "./native-files.ts";
import { commandAs, type ServerUser } from "./server-user.ts";

const draftPrefix = "postgres-initialising-";

/**
 * Makes an empty cluster. initdb works in a draft folder that gets its name only when it is complete, so
 * that one that died half-way leaves nothing that looks like a cluster. Only under the start lock.
 */
export async function initialiseCluster(
  folder: DataFolder,
  files: NativeFiles,
  user: ServerUser,
  throwaway: boolean,
): Promise<void> {
  await removeDrafts(folder.dataDir);
  const draft = path.join(folder.dataDir, `${draftPrefix}${process.pid}`);
  await mkdir(draft, { mode: 0o700 });
  const passwordFile = path.join(draft, "password");
  await writeFile(passwordFile, folder.access.superuserPassword, { mode: 0o600 });
  const cluster = path.join(draft, "cluster");
  await mkdir(cluster, { mode: 0o700 });
  await handOver([draft, passwordFile, cluster], user);
  await runInitdb(commandAs(user, files.initdb, initdbArguments(cluster, passwordFile, throwaway)));
  await rename(cluster, folder.cluster);
  await removeDrafts(folder.dataDir);
}

function initdbArguments(cluster: string, passwordFile: string, throwaway: boolean): string[] {
  const fixed = [
    `--pgdata=${cluster}`,
    "--username=postgres",
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // Order by code point on every machine alike, as C has it, but with the letters of all languages.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
  ];
  return throwaway ? [...fixed, "--no-sync"] : fixed;
}

async function removeDrafts(dataDir: string): Promise<void> {
  const names = await readdir(dataDir);
  const drafts = names.filter((name) => name.startsWith(draftPrefix));
  await Promise.all(drafts.map((name) => rm(path.join(dataDir, name), { recursive: true, force: true })));
}

async function handOver(paths: readonly string[], user: ServerUser): Promise<void> {
  if (user.kind === "ourselves") return;
  await Promise.all(paths.map((file) => chown(file, user.uid, user.gid)));
}

function runInitdb({ file, args, identity }: ReturnType<typeof commandAs>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...identity, cwd: "/", stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.once("error", (cause) =>
      reject(new AppError("unavailable", `PostgreSQL's initdb did not start: ${cause.message}`, { cause })),
    );
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new AppError("unavailable", `PostgreSQL's initdb failed: ${output.trim().slice(-600)}`));
    });
  });
}
