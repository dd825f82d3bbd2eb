import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { saveSettings, seedSettings } from "#db/settings.ts";
import { asViewer, type Trx } from "#db/transaction.ts";
import { appendAudit } from "#platform/audit.ts";
import { AppError } from "#platform/errors.ts";
import type { Viewer } from "#platform/viewer.ts";
import { describeSettingsChange } from "./describe-settings.ts";
import { loadHealthSettings } from "./settings.ts";
import {
  defaultHealthSettings,
  type HealthSettings,
  healthSettingsName,
  healthSettingsSchema,
} from "./weights.ts";

export type SettingsChange = {
  settings: HealthSettings;
  /** The version that the change was made from: another one in force means that somebody else has saved since. */
  baseVersion: number;
  note: string | null;
};

type Saver = { db: Database; viewer: Viewer; requestId: string };

/**
 * Saves a new version and writes down who changed what. Throws conflict where another version than `baseVersion` is
 * in force, and invalid_input where nothing would change.
 */
export async function saveHealthSettings(
  { db, viewer, requestId }: Saver,
  { settings, baseVersion, note }: SettingsChange,
): Promise<number> {
  return await asViewer(db, viewer, async (trx) => {
    // Two people who save at once are dealt with one after the other.
    await sql`select pg_advisory_xact_lock(hashtext(${`settings ${healthSettingsName}`}))`.execute(trx);
    await seedSettings(trx, healthSettingsName, defaultHealthSettings);
    const { version: current, value } = await loadHealthSettings(trx);
    if (current !== baseVersion)
      throw new AppError(
        "conflict",
        `Version ${current} has been saved since you opened version ${baseVersion}. Reload the page and make your changes again.`,
      );
    const changes = describeSettingsChange(value, settings);
    if (changes.length === 0)
      throw new AppError(
        "invalid_input",
        "Nothing differs from the settings in force. Change a number first.",
      );
    const version = await saveSettings(trx, healthSettingsName, {
      value: settings,
      changedBy: viewer.userId,
      note,
    });
    await appendAudit(trx, viewer, {
      action: "health_settings.changed",
      entity: "settings",
      entityId: healthSettingsName,
      details: { version, changes, note },
      requestId,
    });
    return version;
  });
}

export type SettingsVersion = {
  version: number;
  settings: HealthSettings;
  changedAt: Date | null;
  changedBy: string;
  note: string | null;
  /** What differs from the version before, a line each. */
  changes: string[];
};

type VersionRow = {
  version: number;
  value: unknown;
  changed_at: Date;
  changed_by: string;
  name: string | null;
  note: string | null;
};

/** One page of the versions, newest first; the defaults stand as version 1 where nothing was saved yet. */
export async function listSettingsVersions(
  db: Database,
  viewer: Viewer,
  page: { before: number | null; limit: number },
): Promise<{ data: SettingsVersion[]; total: number }> {
  return await asViewer(db, viewer, async (trx) => {
    const rows = await readVersions(trx, page.before, page.limit + 1);
    if (rows.length === 0 && page.before === null) return { data: [unsaved], total: 1 };
    const { rows: counted } = await sql<{ total: number }>`
      select count(*)::int as total from settings where name = ${healthSettingsName}`.execute(trx);
    const data = rows.slice(0, page.limit).map((row, at) => toVersion(row, rows[at + 1]));
    return { data, total: counted[0]?.total ?? data.length };
  });
}

const unsaved: SettingsVersion = {
  version: 1,
  settings: defaultHealthSettings,
  changedAt: null,
  changedBy: "System",
  note: "defaults",
  changes: [],
};

async function readVersions(trx: Trx, before: number | null, limit: number): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select version, value, changed_at, changed_by, users.name, note from settings
      left join users on users.id = changed_by
    where settings.name = ${healthSettingsName} and (${before}::int is null or version < ${before}::int)
    order by version desc limit ${limit}`.execute(trx);
  return rows;
}

function toVersion(row: VersionRow, before: VersionRow | undefined): SettingsVersion {
  const settings = healthSettingsSchema.parse(row.value);
  return {
    version: row.version,
    settings,
    changedAt: row.changed_at,
    changedBy: row.name ?? (row.changed_by === "system" ? "System" : "A user who is gone"),
    note: row.note,
    changes: before ? describeSettingsChange(healthSettingsSchema.parse(before.value), settings) : [],
  };
}
