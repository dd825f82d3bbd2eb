import { resources } from "#sources/source.ts";
import { compareChanges, newestChange } from "./compare/compare-changes.ts";
import { compareHealth } from "./compare/compare-health.ts";
import { compareQuarantine } from "./compare/compare-quarantine.ts";
import { compareRecords } from "./compare/compare-records.ts";
import { compareSums, countedAsNew, type DriftedFields } from "./compare/compare-sums.ts";
import { compareVersions } from "./compare/compare-versions.ts";
import { readHeld, readOpenQuarantine } from "./compare/read-leftovers.ts";
import { readTables, type StoredTables } from "./compare/read-tables.ts";
import { Tally } from "./fault-kinds.ts";
import type { Schedule } from "./schedule.ts";
import { openSite, type Site, type Slot } from "./site.ts";
import type { SourceRow, Version } from "./source/source-world.ts";
import { reconcile, runStep } from "./steps/run-step.ts";

export type Outcome = {
  schedule: Schedule;
  /** What is wrong, one sentence each; empty where the promise was kept. */
  faults: string[];
  tally: Tally;
  rowsCompared: number;
};

/** Runs a schedule, then makes the source well, polls, and compares everything. */
export async function runSchedule(slot: Slot, schedule: Schedule): Promise<Outcome> {
  let site: Site | null = null;
  try {
    site = await openSite(slot, schedule);
    const faults = await runSteps(site);
    const ended = await finish(site);
    return {
      schedule,
      faults: [...faults, ...ended.faults],
      tally: site.tally,
      rowsCompared: ended.rowsCompared,
    };
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { schedule, faults: [text], tally: site?.tally ?? new Tally(), rowsCompared: 0 };
  } finally {
    await site?.close();
  }
}

/** Runs the steps, and after each looks whether the change record names whom it changed. */
async function runSteps(site: Site): Promise<string[]> {
  const faults: string[] = [];
  const watch = await watchChanges(site);
  for (const [index, step] of site.schedule.steps.entries()) {
    await runStep(site, step);
    if (step.kind === "change" || step.kind === "wait") continue;
    faults.push(...(await watch.since()).map((fault) => `after step ${index + 1} (${step.kind}): ${fault}`));
  }
  return faults;
}

async function watchChanges(site: Site) {
  let before: StoredTables = (await readTables(site.look)).tables;
  let newest = await newestChange(site.look);
  return {
    async since(): Promise<string[]> {
      const { tables: now } = await readTables(site.look);
      const faults = compareVersions(site.source.world, before, now);
      const changes = await compareChanges(site.look, site.source.world, { before, now, after: newest });
      before = now;
      newest = await newestChange(site.look);
      return [...faults, ...changes];
    },
  };
}

const untilAllIsVisibleMs = 130_000;

async function finish(site: Site): Promise<{ faults: string[]; rowsCompared: number }> {
  const { source, server } = site;
  server.disturb({ faults: [], changes: [] });
  source.world.clockMs += untilAllIsVisibleMs;
  const watch = await watchChanges(site);
  await pollAll(site);
  for (const resource of source.needsReconciling) await reconcile(site, resource);
  const changeFaults = await watch.since();
  const { tables, versions } = await readTables(site.look);
  const held = await readHeld(site.look);
  if (held.length > 0) site.tally.add("missing_owner", held.length);
  const { faults, rowsCompared } = compareRecords(source, { tables, held });
  return {
    rowsCompared,
    faults: [
      ...changeFaults.map((fault) => `after the clean polls: ${fault}`),
      ...faults,
      ...compareQuarantine(source, await readOpenQuarantine(site.look)),
      ...(await compareSums(site.look, driftedFields(site))),
      ...(await pollAgain(site, versions)),
      ...(site.schedule.steps.some(({ kind }) => kind === "health") ? await compareHealth(site) : []),
    ],
  };
}

async function pollAll(site: Site): Promise<void> {
  for (const resource of resources) {
    const summary = await site.poll(resource, { isCalm: true });
    if (summary === null) throw new Error(`Another poll of ${resource} still runs.`);
  }
}

/** The same again must change nothing, mark nothing as changed, and count nothing as new. */
async function pollAgain(site: Site, versionsBefore: string): Promise<string[]> {
  const newest = await newestChange(site.look);
  const counted = await countedAsNew(site.look);
  await pollAll(site);
  const { versions } = await readTables(site.look);
  return [
    ...((await countedAsNew(site.look)) === counted ? [] : ["a second poll counted something as new"]),
    ...(versions === versionsBefore ? [] : ["a second poll wrote rows again that had not changed"]),
    ...((await newestChange(site.look)) === newest ? [] : ["a second poll marked something as changed"]),
  ];
}

/**
 * Fields outside of the contract that some list held, and those that the source's rows still have. What only an
 * earlier version had may have come in a batch that was killed, and never again.
 */
function driftedFields({ source }: Site): DriftedFields {
  const fieldsOf = (pick: (row: SourceRow) => readonly Version[]) =>
    new Set(
      resources.flatMap((resource) =>
        source.world
          .rows(resource)
          .flatMap((row) => pick(row).filter((version) => version.isListed))
          .flatMap(({ printed }) => Object.keys(printed).filter((field) => field.startsWith("mood_")))
          .map((field) => `${resource} ${field}`),
      ),
    );
  return {
    came: fieldsOf(({ versions }) => versions),
    remain: fieldsOf(({ versions }) => versions.slice(-1)),
  };
}
