import { countBy } from "es-toolkit";
import type { Queue } from "#platform/queue/queue.ts";
import { mostLookedThrough } from "./limits.ts";
import { maskText } from "./mask-personal-data.ts";

export type DeadJobsSummary = {
  count: number;
  newest: { id: string; job: string; schedule: string | null; failedAt: string; message: string } | null;
  /** Which jobs, the most frequent first. */
  jobs: { job: string; count: number }[];
};

/** What lies in the dead-letter queue, for whoever says what is wrong with the data. Messages are masked. */
export async function deadJobsSummary(queue: Queue): Promise<DeadJobsSummary> {
  const [count, letters] = await Promise.all([
    queue.counts().then(({ dead }) => dead),
    queue.deadLetters(mostLookedThrough),
  ]);
  const [first] = letters;
  return {
    count,
    newest:
      first === undefined
        ? null
        : {
            id: first.id,
            job: first.job,
            schedule: first.schedule,
            failedAt: first.failedAt,
            message: maskText(first.message),
          },
    jobs: Object.entries(countBy(letters, ({ job }) => job))
      .map(([job, times]) => ({ job, count: times }))
      .sort((a, b) => b.count - a.count || a.job.localeCompare(b.job)),
  };
}
