import { sql } from "kysely";
import { z } from "zod";
import { inTransaction } from "#db/transaction.ts";
import { defineJob } from "#platform/queue/job.ts";

/** A job that writes one row in a transaction, and does `before` in the middle of it. */
export function writingJob(before: () => Promise<void>) {
  return defineJob({
    name: "writing",
    schema: z.object({ n: z.int() }),
    tries: 3,
    backoffSeconds: 1,
    exclusiveKey: () => "all",
    async run({ db }, { n }) {
      await inTransaction(db, async (trx) => {
        await sql`insert into settings (name, version, value, changed_by) values (${`written ${n}`},
          (select count(*) + 1 from settings where name = ${`written ${n}`}), '{}', 'test')`.execute(trx);
        await before();
      });
    },
  });
}
