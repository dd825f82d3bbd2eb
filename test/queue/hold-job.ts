import { createDatabase } from "#db/client.ts";
import { createLog } from "#platform/log.ts";
import { createQueue } from "#platform/queue/queue.ts";
import { writingJob } from "./writing-job.ts";

/** A worker that begins a job, says so, and never ends it: it is there to be killed. */
const [databaseUrl = "", redisUrl = "", name = ""] = process.argv.slice(2);
const log = createLog({ process: "held", level: "silent" });
const db = createDatabase({ url: databaseUrl, name: "held", log });
const now = () => new Date();
const queue = createQueue({ databaseUrl, redisUrl: redisUrl === "" ? null : redisUrl, log, name });
const job = writingJob(async () => {
  process.stdout.write("begun\n");
  await new Promise(() => undefined);
});
await queue.startWorker([job], { db, locks: db, now, log, lockSeconds: 1 });
