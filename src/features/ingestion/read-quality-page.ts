import type { Database } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import { withIsoDates } from "#platform/http/iso-dates.ts";
import type { Viewer } from "#platform/viewer.ts";
import { listHeld } from "./held-list.ts";
import { readQuality } from "./read-quality.ts";
import { readDrift } from "./schema-drift.ts";

const heldAtFirst = 50;

/** All that the quality page shows first. */
export async function readQualityPage(
  { db, viewer }: { db: Database; viewer: Viewer },
  place: { asOf: Date; businessTimezone: string },
) {
  return await asViewer(db, viewer, async (trx) => ({
    quality: { ...place, asOf: place.asOf.toISOString(), resources: await readQuality(trx, place) },
    drift: (await readDrift(trx)).map(withIsoDates),
    held: await listHeld(trx, { limit: heldAtFirst }),
  }));
}
