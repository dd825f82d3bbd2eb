import type { Trx } from "#db/transaction.ts";
import { appendEvents, type NewEvent } from "#platform/live/event.ts";
import { explainChange, type HealthState, healthState } from "./explain.ts";
import { appendHistory, type HistoryEntry } from "./history.ts";
import type { KeepQueue } from "./keep-queue.ts";
import type { CustomerToScore, StoredOutcome } from "./read-records.ts";
import { type CustomerHealth, scoreCustomer } from "./score.ts";
import { loadHealthSettingsVersion } from "./settings.ts";
import { hashOfHealth, storedValues } from "./stored-row.ts";
import { readStoredStates } from "./stored-states.ts";
import type { HealthSettings } from "./weights.ts";
import { type ConfirmedRow, confirmScores, writeScores } from "./write-scores.ts";

/** Above so many changed customers in one transaction, one event stands for all. */
const eventsAtMost = 200;

/** With what a pass computes. */
export type PassSettings = {
  asOf: Date;
  settings: HealthSettings;
  version: number;
  /** False until the past has been filled in: history then begins with the earliest instant. */
  keepsHistory: boolean;
};

/** Health that differs from what is stored. */
export type ChangedHealth = {
  health: CustomerHealth;
  hash: string;
  recordsHash: string;
  stored: StoredOutcome;
};

/** What scoring found: rows that would be others, and rows that stand although the records behind them are others. */
export type Found = { changed: ChangedHealth[]; confirmed: ConfirmedRow[] };

/** Scores customers and compares with what is stored. */
export function findChanged(customers: readonly CustomerToScore[], pass: PassSettings): Found {
  const asOfMs = pass.asOf.getTime();
  const found: Found = { changed: [], confirmed: [] };
  for (const { records, recordsHash, stored } of customers) {
    const health = scoreCustomer(records, asOfMs, pass.settings);
    const hash = hashOfHealth(health, pass.version);
    if (hash !== stored.hash) found.changed.push({ health, hash, recordsHash, stored });
    else if (recordsHash !== stored.recordsHash)
      found.confirmed.push({ customerId: health.customerId, recordsHash });
  }
  return found;
}

/**
 * Stores changed rows and, for those whose score or tier is another, history and events; the work queue follows
 * whatever was looked at anew. Call it last in its transaction: queue and events hold locks until the commit. Answers
 * the number of changed scores and tiers.
 */
export async function saveChanged(
  trx: Trx,
  { changed, confirmed }: Found,
  pass: PassSettings,
  keepQueue: KeepQueue,
): Promise<number> {
  const moved = changed.filter(hasMoved);
  const history = pass.keepsHistory ? await explainMoves(trx, moved, pass) : [];
  await writeScores(
    trx,
    changed.map(({ health, hash, recordsHash }) => ({
      values: storedValues(health, pass.version),
      hash,
      recordsHash,
    })),
    pass.asOf,
  );
  await confirmScores(trx, confirmed);
  await appendHistory(trx, history, "live");
  const ids = [...changed.map(({ health }) => health.customerId), ...confirmed.map((row) => row.customerId)];
  if (ids.length > 0) await keepQueue(trx, { ids }, pass.asOf);
  await appendEvents(trx, eventsOf(moved));
  return moved.length;
}

function hasMoved({ health, stored }: ChangedHealth): boolean {
  const { scored, unscoredReason } = health;
  if (stored.hash === null) return true;
  if ((scored?.score ?? null) !== stored.score || (scored?.tier ?? null) !== stored.tier) return true;
  return unscoredReason !== stored.unscoredReason;
}

async function explainMoves(
  trx: Trx,
  moved: readonly ChangedHealth[],
  pass: PassSettings,
): Promise<HistoryEntry[]> {
  const known = moved.filter(({ stored }) => stored.hash !== null).map(({ health }) => health.customerId);
  const before = await readStoredStates(trx, known);
  const settingsOf = await settingsByVersion(trx, before.values(), pass);
  return moved.map(({ health }) => {
    const was = before.get(health.customerId);
    const is = healthState(health, pass.asOf.getTime(), pass.version);
    const causes = was ? explainChange(was, is, pass.settings, settingsOf.get(was.settingsVersion)) : [];
    return { health, asOf: pass.asOf, settingsVersion: pass.version, causes };
  });
}

async function settingsByVersion(
  trx: Trx,
  states: Iterable<HealthState>,
  pass: PassSettings,
): Promise<Map<number, HealthSettings>> {
  const found = new Map([[pass.version, pass.settings]]);
  for (const { settingsVersion } of states) {
    if (found.has(settingsVersion)) continue;
    found.set(settingsVersion, (await loadHealthSettingsVersion(trx, settingsVersion)) ?? pass.settings);
  }
  return found;
}

function eventsOf(moved: readonly ChangedHealth[]): NewEvent[] {
  if (moved.length > eventsAtMost)
    return [{ kind: "customers.bulk_changed", key: "health", payload: { count: moved.length } }];
  return moved.map(({ health: { customerId, scored }, stored }) => ({
    kind: "customer.health",
    key: String(customerId),
    customerId,
    payload: {
      score: scored?.score ?? null,
      tier: scored?.tier ?? null,
      previousScore: stored.score,
      previousTier: stored.tier,
    },
  }));
}
