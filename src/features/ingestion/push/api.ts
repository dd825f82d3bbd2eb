import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { AppError } from "#platform/errors.ts";
import type { ApiEnv } from "#platform/http/api-env.ts";
import { clientAddress } from "#platform/http/client-address.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { type ReadPush, type RefuseMessage, resources } from "#sources/source.ts";
import { takePush } from "./take-push.ts";

export type PushParts = {
  /** Null where no secret is set. */
  refuse: RefuseMessage | null;
  read: ReadPush;
  /** The machine's time: signatures are made by it, whatever day the product shows. */
  machineTime: () => Date;
};

const count = z.int().nonnegative();

const takenSchema = z
  .object({
    webhookId: z.string(),
    resource: z.enum(resources),
    received: count,
    accepted: count.openapi({ description: "Valid, and kept for writing, which follows within seconds." }),
    quarantined: count.openapi({ description: "Malformed, and kept for a person to look at." }),
    superseded: count.openapi({ description: "Accepted ones that a later version in this push replaced." }),
  })
  .openapi("TakenPush");

const header = (description: string) => z.string().optional().openapi({ description });

const pushRoute = defineRoute({
  method: "post",
  path: "/ingest/{resource}",
  summary: "Take records that the source sends as they change, signed by Standard Webhooks",
  tags: ["data"],
  role: "signed",
  limit: "push",
  request: {
    params: z.object({ resource: z.enum(resources) }),
    headers: z.object({
      "webhook-id": header("Names the message. Sent again with the same body, it changes nothing."),
      "webhook-timestamp": header("Seconds since 1970, within five minutes of the machine's clock."),
      "webhook-signature": header(
        "v1, and base64 of HMAC-SHA256 over id.timestamp.body; several with spaces between.",
      ),
    }),
    body: {
      required: true,
      content: {
        // Not a Zod schema: the signature is over the bytes, and is checked before anything is read from them.
        "application/json": {
          schema: {
            type: "object",
            description:
              'A list under the resource\'s name, such as {"sessions": […]}, or one record, {"session": {…}}, as in docs/source-contract.md.',
          },
        },
      },
    },
  },
  responses: { 202: { description: "Taken", content: { "application/json": { schema: takenSchema } } } },
});

/** The route by which a source sends records as they change. `parts` is asked at each request. */
export function createPushApi(parts: () => PushParts) {
  return createApi().openapi(pushRoute, async (c) => {
    const { refuse, read, machineTime } = parts();
    if (refuse === null) {
      throw new AppError(
        "unavailable",
        "Nothing can be pushed here yet: set INGEST_WEBHOOK_SECRETS, as docs/source-contract.md tells.",
      );
    }
    const { resource } = c.req.valid("param");
    const { webhookId, body } = await readSigned(c, refuse, machineTime());
    const text = decode(body);
    const records = read(resource, text);
    const taken = await takePush(c.var.db, { webhookId, resource, text, records });
    c.var.log.info(taken, "took a push");
    return c.json(taken, 202);
  });
}

async function readSigned(c: Context<ApiEnv>, refuse: RefuseMessage, receivedAt: Date) {
  const body = new Uint8Array(await c.req.arrayBuffer());
  const named = (name: string) => c.req.header(`webhook-${name}`) ?? "";
  const webhookId = named("id");
  const message = {
    id: webhookId,
    timestamp: named("timestamp"),
    signature: named("signature"),
    body,
    receivedAt,
  };
  const refusal = refuse(message);
  if (refusal === null) return { webhookId, body };
  await c.var.rateLimits.take("bad-signature", clientAddress(c.req.raw.headers));
  c.var.log.warn({ refusal }, "a push was refused");
  throw new AppError("unauthenticated", refusal);
}

function decode(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch (error) {
    throw new AppError("invalid_input", "The body is not UTF-8 text.", { cause: error });
  }
}
