import type { Database } from "#db/client.ts";
import { loadSettings, saveSettings, seedSettings, type VersionedSettings } from "#db/settings.ts";
import { asViewer, type Trx } from "#db/transaction.ts";
import { appendAudit } from "#platform/audit.ts";
import type { Viewer } from "#platform/viewer.ts";
import {
  defaultInterventionSettings,
  type InterventionSettings,
  interventionSettingsName,
  interventionSettingsSchema,
} from "./weights.ts";

/** The numbers in force, and their version. */
export async function loadInterventionSettings(
  db: Database | Trx,
): Promise<VersionedSettings<InterventionSettings>> {
  return await loadSettings(
    db,
    interventionSettingsName,
    interventionSettingsSchema,
    defaultInterventionSettings,
  );
}

/** Saves another version. Row-level security lets administrators alone do it. */
export async function saveInterventionSettings(
  ctx: { db: Database; viewer: Viewer; requestId?: string },
  value: InterventionSettings,
  note: string | null,
): Promise<VersionedSettings<InterventionSettings>> {
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    await seedSettings(trx, interventionSettingsName, defaultInterventionSettings);
    const version = await saveSettings(trx, interventionSettingsName, {
      value,
      changedBy: ctx.viewer.name,
      note,
    });
    await appendAudit(trx, ctx.viewer, {
      action: "settings.changed",
      entity: "settings",
      entityId: interventionSettingsName,
      details: { version, note },
      requestId: ctx.requestId,
    });
    return { version, value };
  });
}
