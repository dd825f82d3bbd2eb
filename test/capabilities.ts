import { accessSync, constants } from "node:fs";
import path from "node:path";

/**
 * What a machine may lack. A test that needs it says `describe.skipIf(redisServer === null)`: the one kind of
 * skip that there is. `npm test` installs what it can before, and says what it could not.
 */

/** The program redis-server, or null. */
export const redisServer = findProgram("REDIS_SERVER_PATH", ["redis-server", "valkey-server"]);

/** A Chromium or Chrome, or null. */
export const browser = findProgram("CHROMIUM_PATH", [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
]);

/** Programs that the example of a sender in docs/source-contract.md needs; null where one is missing. */
export const senderPrograms =
  ["sh", "curl", "openssl", "od"].every(
    (name) => findProgram(`${name.toUpperCase()}_PATH`, [name]) !== null,
  ) || null;

/** The program of that variable, else the first of these names on PATH. */
export function findProgram(variable: string, names: readonly string[]): string | null {
  const given = process.env[variable];
  if (given !== undefined && given !== "") return given;
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const files = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return files.find(isProgram) ?? null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // Not there, or not for us: the same for a test.
  }
}
