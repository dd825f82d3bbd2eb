import path from "node:path";
import { fileURLToPath } from "node:url";

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Progress goes to standard error, so that the result of a command stands alone on standard output. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

export function sayAndExit(text) {
  say(text);
  process.exit(1);
}
