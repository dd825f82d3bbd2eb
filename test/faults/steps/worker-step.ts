import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { type StartedNode, startNode } from "#test/start-node.ts";
import { holdBatch } from "../ground/hold-batch.ts";
import type { Step, WorkerAct } from "../schedule.ts";
import type { Site } from "../site.ts";

type WorkerStep = Extract<Step, { kind: "worker" }>;

const startLimitMs = 60_000;

/** Ten seconds are promised; a machine that is busy starts and ends processes late. */
const leaveLimitMs = 20_000;

/** Runs real worker processes and does to them what the step says; none is left when it returns. */
export async function runWorkerStep(site: Site, step: WorkerStep): Promise<void> {
  const started: StartedNode[] = [];
  const start = (script: string, args: readonly string[] = []) => {
    const node = startNode(script, args, variablesOf(site));
    started.push(node);
    return node;
  };
  site.server.disturb(step.disturbance);
  try {
    await acts[step.act](site, step, start);
  } finally {
    for (const { child } of started) if (child.exitCode === null) child.kill("SIGKILL");
    site.server.calm();
  }
}

type Start = (script: string, args?: readonly string[]) => StartedNode;

const acts: Record<WorkerAct, (site: Site, step: WorkerStep, start: Start) => Promise<void>> = {
  /** kill -9 while its transaction stands open. */
  async kill(site, step, start) {
    const { worker, release } = await untilBatchStandsOpen(site, step, start);
    worker.child.kill("SIGKILL");
    await once(worker.child, "exit");
    await release();
    site.tally.add("worker_kill");
  },
  /** SIGTERM while its transaction stands open and others wait for the source. */
  async terminate(site, step, start) {
    const { worker, release } = await untilBatchStandsOpen(site, step, start);
    const answer = site.server.hold();
    worker.child.kill("SIGTERM");
    await sleep(100);
    await release();
    try {
      await leavesInOrder(worker);
    } finally {
      answer();
    }
    site.tally.add("worker_terminated");
  },
  async two(site, _step, start) {
    const workers = [start("src/worker/main.ts"), start("src/worker/main.ts")];
    for (const worker of workers) await untilItRuns(worker);
    await untilAllPolled(site, workers);
    for (const { child } of workers) child.kill("SIGTERM");
    for (const worker of workers) await leavesInOrder(worker);
    site.tally.add("two_workers");
  },
  async command(site, _step, start) {
    const worker = start("src/worker/main.ts");
    const command = start("src/cli/ops.ts", ["ingest", "all"]);
    const code = await endOf(command, startLimitMs * 2);
    if (code !== 0) throw new Error(`ops ingest ended with ${code}: ${command.written.err}`);
    await untilItRuns(worker);
    worker.child.kill("SIGTERM");
    await leavesInOrder(worker);
    site.tally.add("command_beside_worker");
  },
};

async function untilBatchStandsOpen(site: Site, { where }: WorkerStep, start: Start) {
  const hold = await holdBatch(site.clone.superuserUrl, where);
  const worker = start("src/worker/main.ts");
  const backend = await hold.untilOpen(once(worker.child, "exit"), startLimitMs);
  if (backend !== null) return { worker, release: hold.release };
  await hold.release();
  throw new Error(`No batch of the worker stood open: ${worker.written.out}${worker.written.err}`);
}

async function untilItRuns({ child, written }: StartedNode): Promise<void> {
  const deadline = performance.now() + startLimitMs;
  while (!written.out.includes("the worker runs")) {
    const isOver = child.exitCode !== null || child.signalCode !== null || performance.now() > deadline;
    if (isOver) throw new Error(`The worker did not start: ${written.out}${written.err}`);
    await sleep(20);
  }
}

/** A worker's schedules run at once when they are new. */
async function untilAllPolled(site: Site, workers: readonly StartedNode[]): Promise<void> {
  const deadline = performance.now() + startLimitMs;
  for (;;) {
    const { rowCount } = await site.look.query(
      "select from ingestion_cursors where last_succeeded_at is not null or failures_in_a_row > 0",
    );
    if ((rowCount ?? 0) >= 5) return;
    if (performance.now() > deadline) {
      throw new Error(
        `The workers did not poll: ${workers.map(({ written }) => written.out + written.err).join("\n")}`,
      );
    }
    await sleep(50);
  }
}

/** The product promises to leave within ten seconds of SIGTERM, and in order. */
async function leavesInOrder(worker: StartedNode): Promise<void> {
  const { written } = worker;
  const code = await endOf(worker, leaveLimitMs);
  if (code !== 0)
    throw new Error(`The worker left with ${String(code)}: ${written.err}${written.out.slice(-2_000)}`);
  if (written.err !== "") throw new Error(`The worker complained: ${written.err}`);
}

/** The code with which a process ends; "no end" where it goes on for longer. */
async function endOf({ child }: StartedNode, limitMs: number): Promise<number | string | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = once(child, "exit").then(([code]) => code as number | null);
  return await Promise.race([ended, sleep(limitMs, "no end", { ref: false })]);
}

function variablesOf({ clone, server }: Site): Record<string, string> {
  return {
    TZ: "UTC",
    DATABASE_URL: clone.ownerUrl,
    // As few as are allowed: polls at the same time must not wait for each other's.
    DATABASE_POOL_SIZE: "4",
    SOURCE_MODE: "live",
    SOURCE_API_URL: server.railsUrl,
    SOURCE_API_TOKEN: server.token,
    SUPPORT_API_URL: server.supportUrl,
    SUPPORT_API_TOKEN: server.token,
    LOG_LEVEL: "info",
  };
}
