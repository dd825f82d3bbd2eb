import type { Database } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import type { Role } from "#platform/viewer.ts";
import { findOpenInvitation } from "./invitations.ts";
import { systemViewer } from "./system-viewer.ts";

/** Who is invited by the link that holds `secret`; null where it no longer works. */
export async function readInvitation(
  db: Database,
  secret: string,
): Promise<{ email: string; role: Role } | null> {
  return await asViewer(db, systemViewer, (trx) => findOpenInvitation(trx, secret));
}
