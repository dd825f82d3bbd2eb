import { execFile } from "node:child_process";
import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { finished } from "node:stream/promises";
import { promisify } from "node:util";
import { clearRemains } from "../../../src/platform/embedded-postgres/postmaster.ts";

/** Waits for the end of the process that started it, then removes what a killed campaign left behind. */
const folder = process.argv[2] ?? "";
process.stdin.resume();
await finished(process.stdin);
const servers = await readdir(folder).catch(() => []);
for (const server of servers) await clearRemains(path.join(folder, server, "postgres"));
const mounts = (await readFile("/proc/mounts", "utf8").catch(() => "")).split("\n");
for (const mount of mounts) {
  const [, point = ""] = mount.split(" ");
  if (point.startsWith(`${folder}/`)) await promisify(execFile)("umount", ["-l", point]);
}
if (servers.length > 0) await rm(folder, { recursive: true, force: true });
