import type { Trx } from "#db/transaction.ts";
import { appendEvents } from "#platform/live/event.ts";
import { keepQueue } from "./keep-queue.ts";
import type { WorkContext } from "./work-context.ts";

type What = "intervention" | "owner" | "snooze";

/** Gives a customer on whom somebody works the place in the queue that follows, and tells. Call it last in the transaction. */
export async function followWork(
  trx: Trx,
  { describe, now }: WorkContext,
  customerId: number,
  what: What,
): Promise<void> {
  await keepQueue(trx, describe, { ids: [customerId] }, now());
  await announceWork(trx, customerId, what);
}

/** Tells everybody who may see the customer. Call it last in the transaction. */
export async function announceWork(trx: Trx, customerId: number, what: What): Promise<void> {
  await appendEvents(trx, [
    { kind: "intervention.changed", key: String(customerId), payload: { what }, customerId },
  ]);
}
