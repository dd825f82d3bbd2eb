import { realpath, rm } from "node:fs/promises";
import path from "node:path";
import { finished } from "node:stream/promises";
import { stopPostmaster } from "../../src/platform/embedded-postgres/postmaster.ts";

/** Waits for the end of the process that started it, then stops the server in the given folder and removes it. */
const dataDir = process.argv[2] ?? "";
process.stdin.resume();
await finished(process.stdin);
const real = await realpath(dataDir).catch(() => null);
if (real !== null) {
  await stopPostmaster(path.join(real, "postgres"));
  await rm(real, { recursive: true, force: true });
}
