import { createHash, randomBytes } from "node:crypto";

/** 256 random bits as text: cannot be guessed, so that a plain hash is enough to keep it. */
export function createSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What is stored in place of a secret that only its holder knows. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}
