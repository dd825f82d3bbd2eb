import { runHealthPass } from "#features/customer-health/pass.ts";
import { reconcileResource } from "#features/ingestion/reconcile/reconcile-resource.ts";
import type { ReconciledResource } from "#features/ingestion/reconcile/reconciled-resource.ts";
import { AppError } from "#platform/errors.ts";
import { keepQueueOfScores } from "#registry/keep-queue.ts";
import { holdBatch } from "../ground/hold-batch.ts";
import type { Step } from "../schedule.ts";
import type { Site } from "../site.ts";
import { applyChange } from "../source/apply-change.ts";
import { runWorkerStep } from "./worker-step.ts";

type Of<Kind extends Step["kind"]> = Extract<Step, { kind: Kind }>;

/** Runs one step; throws where something fails otherwise than its faults explain. */
export async function runStep(site: Site, step: Step): Promise<void> {
  const { source, server } = site;
  switch (step.kind) {
    case "change":
      for (const change of step.changes) applyChange(source, change);
      return;
    case "wait":
      source.world.clockMs += step.seconds * 1000;
      return;
    case "poll":
      server.disturb(step.disturbance);
      await tolerate(site.poll(step.resource), isSourceFault);
      return server.calm();
    case "together":
      return await pollTogether(site, step);
    case "stop":
      return await stopPoll(site, step);
    case "cut":
      return await cutBatch(site, step);
    case "disk":
      return await fillDisk(site, step);
    case "worker":
      return await runWorkerStep(site, step);
    case "reconcile":
      await reconcile(site, step.resource);
      return;
    case "health":
      return await updateHealth(site);
  }
}

/** Waits for work that may fail in one way and in no other; gives what it threw, or null. */
async function tolerate(work: Promise<unknown>, isExplained: (error: unknown) => boolean): Promise<unknown> {
  try {
    await work;
    return null;
  } catch (error) {
    if (!isExplained(error)) throw error;
    return error;
  }
}

const sourceCodes = new Set(["source_unavailable", "source_malformed", "source_rejected"]);
const isSourceFault = (error: unknown) => error instanceof AppError && sourceCodes.has(error.code);
const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : "");
const isLostConnection = (error: unknown) =>
  error instanceof Error &&
  (/^(57P0|08|ECONN|EPIPE)/.test(codeOf(error)) || /Connection terminated|connection/i.test(error.message));
const isFullDisk = (error: unknown) => codeOf(error) === "53100";

async function pollTogether(site: Site, { resources, disturbance }: Of<"together">): Promise<void> {
  site.server.disturb(disturbance);
  await Promise.all(
    resources.map(async (resource, index) => {
      await tolerate(site.poll(resource, { process: index % 2 === 0 ? 0 : 1 }), isSourceFault);
    }),
  );
  site.server.calm();
  site.tally.add("polls_together");
}

async function stopPoll(site: Site, { resource, at }: Of<"stop">): Promise<void> {
  const stopping = new AbortController();
  site.server.disturb({ faults: [], changes: [] });
  site.server.watch((request) => {
    if (request === at) stopping.abort();
  });
  const isStop = (error: unknown) => error instanceof AppError && error.code === "unavailable";
  const fault = await tolerate(site.poll(resource, { signal: stopping.signal }), isStop);
  site.server.calm();
  if (fault !== null) site.tally.add("poll_stopped");
}

const openLimitMs = 3_000;

async function cutBatch(site: Site, { resource, where, how }: Of<"cut">): Promise<void> {
  site.server.disturb({ faults: [], changes: [] });
  const hold = await holdBatch(site.clone.superuserUrl, where);
  const poll = tolerate(site.poll(resource), isLostConnection);
  const backend = await hold.untilOpen(poll, openLimitMs);
  if (backend === null) {
    await hold.release();
    await poll;
    return;
  }
  if (how === "database" && site.victim !== null) {
    await site.victim.server.kill();
    site.tally.add("database_kill");
    await poll;
    await hold.release();
    await site.victim.server.restart();
    return await site.reconnect();
  }
  await site.look.query("select pg_terminate_backend($1)", [backend]);
  site.tally.add("connection_cut");
  await hold.release();
  await poll;
}

async function fillDisk(site: Site, { resource }: Of<"disk">): Promise<void> {
  const disk = site.victim?.disk;
  if (disk == null) return;
  site.server.disturb({ faults: [], changes: [] });
  await disk.fill();
  const fault = await tolerate(site.poll(resource), isFullDisk);
  await disk.free();
  if (fault !== null) site.tally.add("full_disk");
}

/** Compares ids with the source and mends; the source answers well. */
export async function reconcile(site: Site, resource: ReconciledResource): Promise<void> {
  site.server.disturb({ faults: [], changes: [] });
  const options = { allowDeletes: true };
  const report = await reconcileResource(site.context(), site.sources(true), resource, "command", options);
  if (report === null) throw new Error(`Another reconciliation of ${resource} still runs.`);
}

async function updateHealth(site: Site): Promise<void> {
  const { db, progress, now } = site.context();
  const signal = new AbortController().signal;
  await runHealthPass(
    { db, progress, signal, keepQueue: keepQueueOfScores },
    { kind: "changes", asOf: now() },
  );
}
