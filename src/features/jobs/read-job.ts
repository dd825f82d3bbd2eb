import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { AppError } from "#platform/errors.ts";
import type { RunOutcome } from "#platform/queue/run-recorder.ts";
import type { JobsContext } from "./jobs-context.ts";
import { mostRunsShown, openSeconds } from "./limits.ts";
import { maskText } from "./mask-personal-data.ts";
import { maskJob, type ScannedJob, scannedJob, scannedLetter } from "./scan-jobs.ts";

/** broke_off: its worker was killed, or lost the database, before it ended. */
export type RunState = RunOutcome | "running" | "broke_off";

export type JobRun = {
  try: number;
  couldStartAt: Date;
  startedAt: Date;
  finishedAt: Date | null;
  durationMs: number | null;
  state: RunState;
  code: string | null;
  message: string | null;
};

/** One job with its runs, newest first; masked. Throws not_found. */
export async function readJob(
  { queue, transact }: JobsContext,
  id: string,
): Promise<{ job: ScannedJob; runs: JobRun[] }> {
  const letter = await queue.deadLetter(id);
  const queued = letter === null ? await queue.job(id) : null;
  const job = letter ? scannedLetter(letter) : queued ? scannedJob(queued) : null;
  if (job === null) {
    throw new AppError(
      "not_found",
      `No job has the number ${id}. It may be done and forgotten, or discarded.`,
    );
  }
  const runs = await transact(async (trx) => await selectRuns(trx, job));
  return { job: maskJob(job), runs };
}

type RunRow = Omit<JobRun, "state" | "message"> & {
  outcome: RunOutcome | null;
  message: string | null;
  is_fresh: boolean;
  is_last: boolean;
};

async function selectRuns(trx: Trx, job: ScannedJob): Promise<JobRun[]> {
  const { rows } = await sql<RunRow>`
    select try, could_start_at as "couldStartAt", started_at as "startedAt", finished_at as "finishedAt",
      duration_ms as "durationMs", outcome, error_code as code, error_message as message,
      started_at > clock_timestamp() - make_interval(secs => ${openSeconds}) as is_fresh,
      row_number() over (partition by queue_job_id order by started_at desc) = 1 as is_last
    from job_runs where ${runsOf(job)}
    order by started_at desc limit ${mostRunsShown}`.execute(trx);
  return rows.map(({ outcome, is_fresh, is_last, message, ...run }) => ({
    ...run,
    state: outcome ?? (is_last && (job.state === "active" || is_fresh) ? "running" : "broke_off"),
    message: message === null ? null : maskText(message),
  }));
}

/** A schedule's letter tells of the failures of all its runs; another's of the job that died, and of its retries. */
function runsOf({ state, id, schedule }: ScannedJob) {
  if (state !== "dead") return sql`queue_job_id = ${id}`;
  if (schedule !== null) {
    return sql`schedule_key = ${schedule} and (outcome is null or outcome in ('retry', 'dead'))`;
  }
  return sql`(queue_job_id = ${id.replace(/^job-/, "")} or queue_job_id like ${`again-${likeText(id)}-%`})`;
}

function likeText(text: string): string {
  return text.replaceAll(/[\\%_]/g, "\\$&");
}
