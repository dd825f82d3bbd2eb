import { inTransaction } from "#db/transaction.ts";
import type { Resource } from "#sources/source.ts";
import type { Arrival } from "./fill-batches.ts";
import type { IngestionContext } from "./ingestion-context.ts";
import type { Run } from "./runs.ts";
import { appendSubjectChange, forgetUnseenSubjects } from "./write/subject-writer.ts";
import { lockForWriting } from "./write/write-lock.ts";

/**
 * Subjects have no ids to reconcile by, but every poll reads all of them: a subject that a whole reading did
 * not show is gone at the source.
 */
export function createSubjectCensus() {
  const seen = new Set<string>();
  let isComplete = true;
  return {
    async *watch(arrivals: AsyncIterable<Arrival<Resource>>): AsyncGenerator<Arrival<Resource>> {
      for await (const arrival of arrivals) {
        for (const { record, rejected } of arrival.items) {
          if (rejected === undefined) seen.add("code" in record ? record.code : "");
          // A record whose code cannot be read may be any subject.
          else if (rejected.key.startsWith("sha256:")) isComplete = false;
          else seen.add(rejected.key);
        }
        yield arrival;
      }
    },
    async close(ctx: IngestionContext, run: Run): Promise<void> {
      if (!isComplete) return;
      await inTransaction(ctx.db, async (trx) => {
        await lockForWriting(trx, "subjects");
        const forgotten = await forgetUnseenSubjects(trx, seen);
        if (forgotten > 0) await appendSubjectChange(trx, run.runId);
      });
    },
  };
}
