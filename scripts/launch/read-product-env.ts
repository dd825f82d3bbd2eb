import { existsSync } from "node:fs";
import path from "node:path";
import { type Env, readEnv } from "../../src/platform/env.ts";
import { projectRoot } from "./folders.ts";

/** The variables of this process, those of a .env file included; what is set already wins over the file. */
export function readProductEnv(): Env {
  const file = path.join(projectRoot, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
  return readEnv(process.env);
}
