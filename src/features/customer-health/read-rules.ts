import type { Database } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import type { Viewer } from "#platform/viewer.ts";
import type { BacktestsAnswer } from "./backtest-schemas.ts";
import { readNewestBacktests } from "./backtest-store.ts";
import { loadHealthSettings } from "./settings.ts";
import type { SettingsAnswer } from "./settings-schemas.ts";
import { defaultHealthSettings } from "./weights.ts";

type Reader = { db: Database; viewer: Viewer };

/** The numbers in force, with the defaults beside them. */
export async function readRules({ db, viewer }: Reader): Promise<SettingsAnswer> {
  const { version, value } = await asViewer(db, viewer, loadHealthSettings);
  return { version, settings: value, defaults: defaultHealthSettings };
}

/** The newest backtests that the viewer may see. */
export async function readBacktests({ db, viewer }: Reader): Promise<BacktestsAnswer> {
  return await asViewer(db, viewer, readNewestBacktests);
}
