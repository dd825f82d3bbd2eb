import type { Trx } from "#db/transaction.ts";
import type { Actor } from "#platform/audit.ts";
import type { Queue } from "#platform/queue/queue.ts";

/** What this feature works with, for a person at the page as for one at the command line. */
export type JobsContext = {
  queue: Queue;
  /** One transaction in the name of whoever asks. */
  transact<T>(work: (trx: Trx) => Promise<T>): Promise<T>;
  /** Whom the audit log names. */
  actor: Actor;
  requestId?: string | undefined;
};
