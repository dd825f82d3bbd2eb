import { createHmac, randomUUID } from "node:crypto";

export const pushSecret = `whsec_${Buffer.alloc(32, "first secret").toString("base64")}`;
export const otherPushSecret = `whsec_${Buffer.alloc(32, "second secret").toString("base64")}`;

export type PushHeaders = { "webhook-id": string; "webhook-timestamp": string; "webhook-signature": string };

/** Signs as the specification says, apart from the product's own code. */
export function signPush(
  body: string | Uint8Array,
  {
    secret = pushSecret,
    id = `msg_${randomUUID()}`,
    at = new Date(),
  }: { secret?: string; id?: string; at?: Date } = {},
): PushHeaders {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}
