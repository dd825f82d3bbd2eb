import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import { type CutOffCounts, summariseBacktest } from "./backtest.ts";
import type { BacktestAnswer, BacktestsAnswer } from "./backtest-schemas.ts";
import { describeSettingsChange } from "./describe-settings.ts";
import { loadHealthSettings } from "./settings.ts";
import { type HealthSettings, healthSettingsSchema } from "./weights.ts";

export type NewBacktest = {
  purpose: "weekly" | "trial";
  settings: HealthSettings;
  /** Null for settings that are not saved. */
  settingsVersion: number | null;
  requestedBy: string;
  requestedAt: Date;
};

/** Days after which trials of unsaved settings are removed. */
const trialDays = 30;

/** Writes down that a backtest is wanted, and answers its number. */
export async function addBacktest(db: Database | Trx, wanted: NewBacktest): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into health_backtests (purpose, settings, settings_version, requested_by, requested_at)
    values (${wanted.purpose}, ${JSON.stringify(wanted.settings)}::jsonb, ${wanted.settingsVersion},
      ${wanted.requestedBy}, ${wanted.requestedAt}) returning backtest_id as id`.execute(db);
  return rows[0]?.id ?? 0;
}

/** The settings that a backtest is about; null where it is gone. */
export async function readBacktestSettings(db: Database, id: number): Promise<HealthSettings | null> {
  const row = await db
    .selectFrom("health_backtests")
    .select("settings")
    .where("backtest_id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : healthSettingsSchema.parse(row.settings);
}

export async function showBacktestProgress(db: Database, id: number, computed: number, total: number) {
  await sql`update health_backtests set state = 'running', error = null, computed = ${computed}, total = ${total}
    where backtest_id = ${id}`.execute(db);
}

export async function finishBacktest(db: Database, id: number, at: Date, cutOffs: readonly CutOffCounts[]) {
  await sql`update health_backtests set state = 'done', finished_at = ${at}, total = computed,
      result = ${JSON.stringify({ cutOffs })}::jsonb where backtest_id = ${id}`.execute(db);
  await sql`delete from health_backtests where purpose = 'trial' and settings_version is null
    and requested_at < ${at}::timestamptz - make_interval(days => ${trialDays})`.execute(db);
}

export async function failBacktest(db: Database, id: number, at: Date, error: string): Promise<void> {
  await sql`update health_backtests set state = 'failed', finished_at = ${at}, error = ${error}
    where backtest_id = ${id}`.execute(db);
}

type BacktestRow = {
  backtest_id: number;
  state: BacktestAnswer["state"];
  settings: unknown;
  settings_version: number | null;
  requested_at: Date;
  finished_at: Date | null;
  computed: number;
  total: number | null;
  result: { cutOffs: CutOffCounts[] } | null;
  error: string | null;
};

/** The newest backtest of saved settings, and of settings that somebody tries. */
export async function readNewestBacktests(trx: Trx): Promise<BacktestsAnswer> {
  const { value: inForce } = await loadHealthSettings(trx);
  return {
    saved: await readNewest(trx, "saved", inForce),
    trial: await readNewest(trx, "trial", inForce),
  };
}

async function readNewest(
  trx: Trx,
  about: "saved" | "trial",
  inForce: HealthSettings,
): Promise<BacktestAnswer | null> {
  const { rows } = await sql<BacktestRow>`
    select backtest_id, state, settings, settings_version, requested_at, finished_at, computed, total, result, error
    from health_backtests where (settings_version is not null) = ${about === "saved"}
    order by backtest_id desc limit 1`.execute(trx);
  const [row] = rows;
  return row === undefined ? null : toAnswer(row, inForce);
}

function toAnswer(row: BacktestRow, inForce: HealthSettings): BacktestAnswer {
  const settings = healthSettingsSchema.parse(row.settings);
  const cutOffs = row.result?.cutOffs ?? null;
  return {
    id: row.backtest_id,
    state: row.state,
    settings,
    settingsVersion: row.settings_version,
    changes: describeSettingsChange(inForce, settings),
    requestedAt: row.requested_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    computed: row.computed,
    total: row.total,
    error: row.error,
    cutOffs: cutOffs?.map(({ scores: _, ...counts }) => counts) ?? null,
    summary: cutOffs === null ? null : summariseBacktest(cutOffs),
  };
}
