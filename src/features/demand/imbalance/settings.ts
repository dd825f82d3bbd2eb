import type { Database } from "#db/client.ts";
import { loadSettings } from "#db/settings.ts";
import type { Trx } from "#db/transaction.ts";
import {
  defaultImbalanceSettings,
  type ImbalanceSettings,
  imbalanceSettingsName,
  imbalanceSettingsSchema,
} from "./weights.ts";

/** The numbers of episodes and levers that are in force. */
export async function loadImbalanceSettings(db: Database | Trx): Promise<ImbalanceSettings> {
  const { value } = await loadSettings(
    db,
    imbalanceSettingsName,
    imbalanceSettingsSchema,
    defaultImbalanceSettings,
  );
  return value;
}
