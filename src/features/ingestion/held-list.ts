import { sql } from "kysely";
import { z } from "zod";
import type { Trx } from "#db/transaction.ts";
import { decodeCursor, encodeCursor } from "#platform/http/cursor.ts";
import { type WithIsoDates, withIsoDates } from "#platform/http/iso-dates.ts";

export type Held = {
  resource: string;
  recordId: number;
  missingCustomerId: number | null;
  missingTutorId: number | null;
  heldAt: Date;
  lastTriedAt: Date | null;
};

export type HeldPage = {
  data: WithIsoDates<Held>[];
  nextCursor: string | null;
  total: number;
  summary: { missingCustomers: number; missingTutors: number; oldestAt: string | null };
};

const place = z.object({ heldAt: z.iso.datetime(), resource: z.string(), recordId: z.int() });

// Records of customers that the viewer may not see are left out; those that wait for a tutor alone have no such limit.
const isVisible = sql`(missing_customer_id is null or viewer_sees_customer(missing_customer_id))
  and ((record->>'customer_id') is null or viewer_sees_customer((record->>'customer_id')::bigint))`;

/** Valid records that wait for their customer or tutor, the oldest first. */
export async function listHeld(
  trx: Trx,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<HeldPage> {
  const after = cursor === undefined ? null : decodeCursor(cursor, place);
  const { rows } = await sql<Held>`
    select resource, record_id as "recordId", missing_customer_id as "missingCustomerId",
      missing_tutor_id as "missingTutorId", date_trunc('milliseconds', held_at) as "heldAt",
      nullif(last_tried_at, 'epoch') as "lastTriedAt"
    from held_records
    where ${isVisible} and (${after === null}::boolean
      or (date_trunc('milliseconds', held_at), resource, record_id)
        > (${after?.heldAt ?? null}::timestamptz, ${after?.resource ?? null}, ${after?.recordId ?? null}::bigint))
    order by date_trunc('milliseconds', held_at), resource, record_id limit ${limit + 1}`.execute(trx);
  const { rows: sums } = await sql<{ total: number; customers: number; tutors: number; oldest: Date | null }>`
    select count(*)::integer as total, count(distinct missing_customer_id)::integer as customers,
      count(distinct missing_tutor_id)::integer as tutors, min(held_at) as oldest
    from held_records where ${isVisible}`.execute(trx);
  const data = rows.slice(0, limit).map(withIsoDates);
  const last = rows.length > limit ? data.at(-1) : undefined;
  return {
    data,
    nextCursor: last
      ? encodeCursor({ heldAt: last.heldAt, resource: last.resource, recordId: last.recordId })
      : null,
    total: sums[0]?.total ?? 0,
    summary: {
      missingCustomers: sums[0]?.customers ?? 0,
      missingTutors: sums[0]?.tutors ?? 0,
      oldestAt: sums[0]?.oldest?.toISOString() ?? null,
    },
  };
}
