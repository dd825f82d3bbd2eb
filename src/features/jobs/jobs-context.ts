import type { Database } from "#db/client.ts";
import { asViewer, type Trx } from "#db/transaction.ts";
import type { Actor } from "#platform/audit.ts";
import type { Queue } from "#platform/queue/queue.ts";
import type { Viewer } from "#platform/viewer.ts";

/** What this feature works with, for a person at the page as for one at the command line. */
export type JobsContext = {
  queue: Queue;
  /** One transaction in the name of whoever asks. */
  transact<T>(work: (trx: Trx) => Promise<T>): Promise<T>;
  /** Whom the audit log names. */
  actor: Actor;
  requestId?: string | undefined;
};

type Asking = { db: Database; queue: Queue; viewer: Viewer; requestId?: string };

/** The context of a person who is signed in. */
export function jobsContextOf({ db, queue, viewer, requestId }: Asking): JobsContext {
  return { queue, actor: viewer, requestId, transact: async (work) => await asViewer(db, viewer, work) };
}
