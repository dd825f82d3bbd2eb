import { asViewer } from "#db/transaction.ts";
import { type Profile, selectProfile } from "#features/accounts/profile.ts";
import type { Viewer } from "#platform/viewer.ts";
import { webRuntime } from "./web-runtime.ts";

/** Who is signed in, as the shell shows it. */
export async function readShellProfile(viewer: Viewer): Promise<Profile> {
  return await asViewer(webRuntime().db, viewer, async (trx) => await selectProfile(trx, viewer));
}
