import { env } from "#platform/env.ts";
import { prepareQueue } from "#platform/queue/prepare-queue.ts";
import { createQueue, type Queue } from "#platform/queue/queue.ts";
import type { CommandContext } from "./command-context.ts";

/** Opens the job queue for a command and closes it afterwards. */
export async function withQueue<T>(
  { ownerUrl, log }: Pick<CommandContext, "ownerUrl" | "log">,
  work: (queue: Queue) => Promise<T>,
): Promise<T> {
  const { REDIS_URL: redisUrl, DATABASE_DIRECT_URL } = env();
  const databaseUrl = DATABASE_DIRECT_URL ?? ownerUrl;
  if (redisUrl === null) await prepareQueue(databaseUrl);
  const queue = createQueue({ databaseUrl, redisUrl, log });
  try {
    return await work(queue);
  } finally {
    await queue.close();
  }
}
