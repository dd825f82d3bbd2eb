import { Kysely, PostgresDialect } from "kysely";
import { type MigrationResultSet, Migrator } from "kysely/migration";
import pg from "pg";
import { AppError } from "#platform/errors.ts";
import { migrations } from "./migrations.ts";

export type MigrationState = { name: string; executedAt: Date | null };

export type MigrationStep = {
  name: string;
  direction: "Up" | "Down";
  status: "Success" | "Error" | "NotExecuted";
};

async function withMigrator<T>(ownerUrl: string, use: (migrator: Migrator) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2, application_name: "migrate" });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await use(new Migrator({ db, provider: { getMigrations: async () => migrations } }));
  } finally {
    await db.destroy();
  }
}

function stepsOf(outcome: MigrationResultSet): MigrationStep[] {
  const steps = (outcome.results ?? []).map(({ migrationName, direction, status }) => ({
    name: migrationName,
    direction,
    status,
  }));
  if (outcome.error === undefined) return steps;
  const failed = steps.find((step) => step.status === "Error");
  throw new AppError("internal", `Migration ${failed?.name ?? ""} failed: ${String(outcome.error)}`, {
    cause: outcome.error,
  });
}

/** Runs every migration that has not run, in order, under a lock, all in one transaction. */
export async function migrateToLatest(ownerUrl: string): Promise<MigrationStep[]> {
  return await withMigrator(ownerUrl, async (migrator) => stepsOf(await migrator.migrateToLatest()));
}

/** Takes back the newest `steps` migrations. */
export async function rollback(ownerUrl: string, steps = 1): Promise<MigrationStep[]> {
  return await withMigrator(ownerUrl, async (migrator) => {
    const done: MigrationStep[] = [];
    for (let step = 0; step < steps; step++) done.push(...stepsOf(await migrator.migrateDown()));
    return done;
  });
}

/** Every migration with the instant at which it ran, or null. */
export async function migrationStatus(ownerUrl: string): Promise<MigrationState[]> {
  return await withMigrator(ownerUrl, async (migrator) =>
    (await migrator.getMigrations()).map(({ name, executedAt }) => ({
      name,
      executedAt: executedAt ?? null,
    })),
  );
}
