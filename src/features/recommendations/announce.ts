import type { Trx } from "#db/transaction.ts";
import { appendEvents } from "#platform/live/event.ts";

/** More recommendations than this are told of at once. */
const eventsAtMost = 20;

/** Tells open pages of recommendations that changed, each to those who may see what it is about. Call it last. */
export async function announce(
  trx: Trx,
  changed: readonly { kind: string; entity_kind: string | null; entity_id: string | null }[],
): Promise<void> {
  if (changed.length > eventsAtMost) {
    await appendEvents(trx, [
      { kind: "recommendation.changed", key: "all", payload: { recommendations: changed.length } },
    ]);
    return;
  }
  await appendEvents(
    trx,
    changed.map(({ kind, entity_kind, entity_id }) => ({
      kind: "recommendation.changed" as const,
      key: kind,
      payload: { recommendations: 1 },
      ...(entity_kind === "subject" && entity_id !== null ? { subjectCode: entity_id } : {}),
      ...(entity_kind === "customer" && entity_id !== null ? { customerId: Number(entity_id) } : {}),
    })),
  );
}
