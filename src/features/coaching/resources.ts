import type { z } from "zod";
import { loadSettings, saveSettings, seedSettings } from "#db/settings.ts";
import { asViewer } from "#db/transaction.ts";
import { tutorFlags } from "#domain/tutors/tutor-flag.ts";
import { appendAudit } from "#platform/audit.ts";
import { readFindings } from "./queries.ts";
import { recommendCoaching } from "./recommend.ts";
import type { CoachingRecommendations, newResourcesSchema, StoredResources } from "./schemas.ts";
import type { CoachingContext } from "./tasks.ts";
import { defaultResources, resourcesName, resourcesSchema } from "./weights.ts";

type Reader = Pick<CoachingContext, "db" | "viewer">;

/** The resources in force, with their version. */
export async function readResources({ db, viewer }: Reader): Promise<StoredResources> {
  return await asViewer(db, viewer, async (trx) => {
    const { version, value } = await loadSettings(trx, resourcesName, resourcesSchema, defaultResources);
    return { version, ...value };
  });
}

/** Saves all resources as a new version; those before stay as they were. */
export async function saveResources(
  { db, viewer, requestId }: CoachingContext,
  { resources, note }: z.output<typeof newResourcesSchema>,
): Promise<StoredResources> {
  return await asViewer(db, viewer, async (trx) => {
    await seedSettings(trx, resourcesName, defaultResources);
    const version = await saveSettings(trx, resourcesName, {
      value: { resources },
      changedBy: viewer.userId,
      note,
    });
    const details = { version, resources: resources.length };
    const entry = { action: "coaching_resources.saved", entity: "settings", entityId: resourcesName };
    await appendAudit(trx, viewer, { ...entry, details, requestId });
    return { version, resources };
  });
}

/** What to practise with a tutor, with links to resources. */
export async function readRecommendations(
  { db, viewer }: Reader,
  tutorId: number,
): Promise<CoachingRecommendations> {
  return await asViewer(db, viewer, async (trx) => {
    const { flags, weakSubjects } = await readFindings(trx, tutorId);
    const { value } = await loadSettings(trx, resourcesName, resourcesSchema, defaultResources);
    const raised = tutorFlags.filter((flag) => flags.includes(flag));
    return { data: recommendCoaching({ flags: raised, weakSubjects }, value.resources) };
  });
}
