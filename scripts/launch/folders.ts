import path from "node:path";
import type { Env } from "../../src/platform/env.ts";

export const projectRoot = path.resolve(import.meta.dirname, "..", "..");

/** DATA_DIR as a full path; a relative one counts from the project, wherever the command is called. */
export function dataDirOf(env: Env): string {
  return path.resolve(projectRoot, env.DATA_DIR);
}
