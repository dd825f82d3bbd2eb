import { sql } from "kysely";
import type { z } from "zod";
import { AppError } from "#platform/errors.ts";
import type { Database } from "./client.ts";
import type { Trx } from "./transaction.ts";

export type VersionedSettings<T> = { version: number; value: T };

/**
 * The settings of `name` in force: the highest version that was saved, or `defaults`, which count as version 1.
 * Whoever stores results that name the version calls `seedSettings` first.
 */
export async function loadSettings<T>(
  db: Database | Trx,
  name: string,
  schema: z.ZodType<T>,
  defaults: T,
): Promise<VersionedSettings<T>> {
  const stored = await readNewest(db, name);
  if (stored === undefined) return { version: 1, value: defaults };
  const parsed = schema.safeParse(stored.value);
  if (parsed.success) return { version: stored.version, value: parsed.data };
  throw new AppError("misconfigured", `Version ${stored.version} of the settings "${name}" cannot be read.`, {
    details: { issues: parsed.error.issues },
  });
}

/** Saves `defaults` as version 1 where no version exists. Safe to call by several processes at once. */
export async function seedSettings<T>(db: Database | Trx, name: string, defaults: T): Promise<void> {
  await sql`insert into settings (name, version, value, changed_by, note)
    values (${name}, 1, ${JSON.stringify(defaults)}::jsonb, 'system', 'defaults')
    on conflict (name, version) do nothing`.execute(db);
}

/** Saves a new version and answers its number. Two people saving at once get two versions. */
export async function saveSettings<T>(
  trx: Trx,
  name: string,
  change: { value: T; changedBy: string; note: string | null },
): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtext(${`settings ${name}`}))`.execute(trx);
  const { rows } = await sql<{ version: number }>`
    insert into settings (name, version, value, changed_by, note)
    select ${name}, coalesce(max(version), 0) + 1, ${JSON.stringify(change.value)}::jsonb, ${change.changedBy}, ${change.note}
    from settings where name = ${name} returning version`.execute(trx);
  const [saved] = rows;
  if (saved === undefined) throw new AppError("internal", `The settings "${name}" were not saved.`);
  return saved.version;
}

async function readNewest(db: Database | Trx, name: string) {
  return await db
    .selectFrom("settings")
    .select(["version", "value"])
    .where("name", "=", name)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
}
