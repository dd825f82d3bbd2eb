import { hash } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { asViewer, type Trx } from "#db/transaction.ts";
import { AppError } from "#platform/errors.ts";
import type { Viewer } from "#platform/viewer.ts";
import type { PushedRecords, Resource } from "#sources/source.ts";
import { createBatchBuilder } from "../batch.ts";

/** What is known of a push when it has been taken; the same for each time that it comes. */
export type TakenPush = {
  webhookId: string;
  resource: Resource;
  received: number;
  /** Valid, and kept for writing. */
  accepted: number;
  quarantined: number;
  /** Of the accepted ones, those that a later version in the same push replaced. */
  superseded: number;
};

export type IncomingPush = { webhookId: string; resource: Resource; text: string; records: PushedRecords };

/** The channel that tells workers of pushes. */
export const pushNotices = "pushes";

/** In whose name pushes are taken: it may add to what waits, and see of it what is asked again. */
const pushViewer: Viewer = {
  userId: "system:push",
  kind: "token",
  name: "Push",
  role: "viewer",
  timezone: "UTC",
  customerIds: null,
  subjectCodes: null,
};

/**
 * Keeps a push for the workers, which are told when it is committed. The same one again changes nothing and
 * gets the same answer. Throws conflict where its id came before with another body.
 */
export async function takePush(db: Database, push: IncomingPush): Promise<TakenPush> {
  const taken = countRecords(push);
  const bodySha256 = hash("sha256", push.text);
  return await asViewer(db, pushViewer, async (trx) => {
    const { webhookId: webhook_id, resource, ...counts } = taken;
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto("pushed_batches")
      .values({ webhook_id, resource, body_sha256: bodySha256, body: push.text, ...counts })
      .onConflict((conflict) => conflict.column("webhook_id").doNothing())
      .executeTakeFirst();
    if (Number(numInsertedOrUpdatedRows) === 0) return await takenBefore(trx, push, bodySha256);
    await sql`select pg_notify(${pushNotices}, '')`.execute(trx);
    return taken;
  });
}

function countRecords({ webhookId, resource, records }: IncomingPush): TakenPush {
  const builder = createBatchBuilder(resource);
  builder.add(records.items);
  const { received, rejectedCount: quarantined, superseded } = builder.build();
  return { webhookId, resource, received, accepted: received - quarantined, quarantined, superseded };
}

async function takenBefore(trx: Trx, push: IncomingPush, bodySha256: string): Promise<TakenPush> {
  const kept = await trx
    .selectFrom("pushed_batches")
    .select(["resource", "body_sha256", "received", "accepted", "quarantined", "superseded"])
    .where("webhook_id", "=", push.webhookId)
    .executeTakeFirstOrThrow();
  const { resource, body_sha256: keptSha256, ...counts } = kept;
  if (resource === push.resource && keptSha256 === bodySha256) {
    return { webhookId: push.webhookId, resource: push.resource, ...counts };
  }
  throw new AppError(
    "conflict",
    `The webhook-id ${push.webhookId} came before with other records. Give each message an id of its own.`,
  );
}
