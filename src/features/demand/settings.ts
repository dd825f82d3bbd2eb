import type { Database } from "#db/client.ts";
import { loadSettings, saveSettings, seedSettings, type VersionedSettings } from "#db/settings.ts";
import { asViewer, type Trx } from "#db/transaction.ts";
import { appendAudit } from "#platform/audit.ts";
import type { Viewer } from "#platform/viewer.ts";
import {
  type DemandSettings,
  defaultDemandSettings,
  demandSettingsName,
  demandSettingsSchema,
} from "./weights.ts";

/** The numbers in force, and their version. */
export async function loadDemandSettings(db: Database | Trx): Promise<VersionedSettings<DemandSettings>> {
  return await loadSettings(db, demandSettingsName, demandSettingsSchema, defaultDemandSettings);
}

/** The same, stored if they were not yet: for whoever keeps results that name the version. */
export async function loadStoredDemandSettings(db: Database): Promise<VersionedSettings<DemandSettings>> {
  await seedSettings(db, demandSettingsName, defaultDemandSettings);
  return await loadDemandSettings(db);
}

/** Saves another version. Row-level security lets administrators alone do it. */
export async function saveDemandSettings(
  ctx: { db: Database; viewer: Viewer; requestId?: string },
  value: DemandSettings,
  note: string | null,
): Promise<VersionedSettings<DemandSettings>> {
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    await seedSettings(trx, demandSettingsName, defaultDemandSettings);
    const change = { value, changedBy: ctx.viewer.name, note };
    const version = await saveSettings(trx, demandSettingsName, change);
    await appendAudit(trx, ctx.viewer, {
      action: "settings.changed",
      entity: "settings",
      entityId: demandSettingsName,
      details: { version, note },
      requestId: ctx.requestId,
    });
    return { version, value };
  });
}
