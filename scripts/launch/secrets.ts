import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../../src/platform/errors.ts";

/** What the product makes for itself once and keeps in DATA_DIR. A variable of the same purpose wins. */
export type Secrets = { authSecret: string; sourceApiToken: string; supportApiToken: string };

/** Reads DATA_DIR/secrets.json; makes it, and what is missing in it, readable for its owner only. */
export async function keepSecrets(dataDir: string): Promise<Secrets> {
  const file = path.join(dataDir, "secrets.json");
  const found = await readSecrets(file);
  const newSecret = () => randomBytes(32).toString("base64url");
  const secrets = {
    authSecret: found.authSecret ?? newSecret(),
    sourceApiToken: found.sourceApiToken ?? newSecret(),
    supportApiToken: found.supportApiToken ?? newSecret(),
  };
  if (Object.keys(found).length < Object.keys(secrets).length) await writeSecrets(file, secrets);
  return secrets;
}

async function readSecrets(file: string): Promise<Partial<Secrets>> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
  try {
    return JSON.parse(text) as Partial<Secrets>;
  } catch (cause) {
    throw new AppError(
      "misconfigured",
      `${file} is not readable JSON. Remove it to have new secrets made; everyone then signs in again.`,
      { cause },
    );
  }
}

async function writeSecrets(file: string, secrets: Secrets): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o711 });
  const draft = `${file}.${process.pid}`;
  const handle = await open(draft, "w", 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(secrets, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}
