import type { Database } from "#db/client.ts";
import { loadSettings, seedSettings, type VersionedSettings } from "#db/settings.ts";
import type { Trx } from "#db/transaction.ts";
import {
  defaultHealthSettings,
  type HealthSettings,
  healthSettingsName,
  healthSettingsSchema,
} from "./weights.ts";

/** The weights, windows and limits in force, and their version, which each stored score names. */
export async function loadHealthSettings(db: Database | Trx): Promise<VersionedSettings<HealthSettings>> {
  return await loadSettings(db, healthSettingsName, healthSettingsSchema, defaultHealthSettings);
}

/** The same, after making sure that the version is stored: for whoever stores scores. */
export async function loadStoredHealthSettings(db: Database): Promise<VersionedSettings<HealthSettings>> {
  await seedSettings(db, healthSettingsName, defaultHealthSettings);
  return await loadHealthSettings(db);
}

/** The settings of one version, for comparing with scores that were computed with it. */
export async function loadHealthSettingsVersion(
  db: Database | Trx,
  version: number,
): Promise<HealthSettings | null> {
  const row = await db
    .selectFrom("settings")
    .select("value")
    .where("name", "=", healthSettingsName)
    .where("version", "=", version)
    .executeTakeFirst();
  return row === undefined ? null : healthSettingsSchema.parse(row.value);
}
