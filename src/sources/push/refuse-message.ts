import { createHmac, timingSafeEqual } from "node:crypto";
import type { RefuseMessage, SignedMessage } from "../source.ts";

/** How far the sender's clock may be from ours, in seconds, as the specification recommends. (2026-05) */
const toleranceSeconds = 300;

const secretPrefix = "whsec_";
const version = "v1,";

/**
 * Checks signatures by Standard Webhooks: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body` with
 * one of the secrets (`whsec_` and base64). Both sides may name several: signatures are separated by spaces,
 * and any that fits any secret counts. `receivedAt` is the time of the machine, not of the product.
 * Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function createRefuseMessage(secrets: readonly string[]): RefuseMessage {
  const keys = secrets.map((secret) => Buffer.from(secret.slice(secretPrefix.length), "base64"));
  return (message) => {
    if (!/^[\x21-\x7e]{1,200}$/.test(message.id)) {
      return "The header webhook-id should hold 1 to 200 printable characters.";
    }
    if (!/^\d{1,12}$/.test(message.timestamp)) {
      return "The header webhook-timestamp should hold whole seconds since 1970.";
    }
    const ageSeconds = Math.floor(message.receivedAt.getTime() / 1000) - Number(message.timestamp);
    if (Math.abs(ageSeconds) > toleranceSeconds) {
      return `The header webhook-timestamp is ${Math.abs(ageSeconds)} seconds ${ageSeconds > 0 ? "old" : "ahead"}; ${toleranceSeconds} are allowed. Sign anew at each try.`;
    }
    if (isSigned(message, keys)) return null;
    return "No signature in the header webhook-signature fits the body, the id, the timestamp and one of the secrets.";
  };
}

function isSigned(message: SignedMessage, keys: readonly Uint8Array[]): boolean {
  const given = message.signature
    .split(" ")
    .filter((signature) => signature.startsWith(version))
    .map((signature) => Buffer.from(signature.slice(version.length)));
  return keys.some((key) => {
    const expected = createHmac("sha256", key)
      .update(`${message.id}.${message.timestamp}.`)
      .update(message.body)
      .digest("base64");
    const expectedText = Buffer.from(expected);
    return given.some(
      (signature) => signature.length === expectedText.length && timingSafeEqual(signature, expectedText),
    );
  });
}
