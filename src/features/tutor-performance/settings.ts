import type { Database } from "#db/client.ts";
import { loadSettings, seedSettings, type VersionedSettings } from "#db/settings.ts";
import type { Trx } from "#db/transaction.ts";
import {
  defaultTutorSettings,
  type TutorSettings,
  tutorSettingsName,
  tutorSettingsSchema,
} from "./weights.ts";

/** The limits and windows in force, and their version, which each stored row names. */
export async function loadTutorSettings(db: Database | Trx): Promise<VersionedSettings<TutorSettings>> {
  return await loadSettings(db, tutorSettingsName, tutorSettingsSchema, defaultTutorSettings);
}

/** The same, after making sure that the version is stored: for whoever stores measures. */
export async function loadStoredTutorSettings(db: Database): Promise<VersionedSettings<TutorSettings>> {
  await seedSettings(db, tutorSettingsName, defaultTutorSettings);
  return await loadTutorSettings(db);
}
