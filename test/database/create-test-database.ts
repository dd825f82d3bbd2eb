import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { ownerRole, withClient } from "#platform/embedded-postgres/dashboard-database.ts";
import type {} from "./provided-context.ts";

export type TestDatabase = {
  /** For the owner, who migrates and who the worker and the command line are. */
  ownerUrl: string;
  /** For the role of the web process, which row-level security binds. */
  webUrl: string;
  /** Removes the database; open connections to it are cut. */
  drop(): Promise<void>;
};

/**
 * A database of its own for a test file, on the real server of the test run: a clone of the migrated
 * template, or an empty one for tests of the migrations themselves.
 *
 * Use: `const database = await createTestDatabase(); afterAll(() => database.drop());`
 */
export async function createTestDatabase(
  options: { migrated: boolean } = { migrated: true },
): Promise<TestDatabase> {
  const template = inject("templateSuperuserUrl");
  const superuserUrl = withDatabase(template, "postgres");
  const name = `test_${randomBytes(8).toString("hex")}`;
  const source = options.migrated ? databaseOf(template) : "template0";
  await withClient(superuserUrl, (client) =>
    client.query(`CREATE DATABASE ${name} TEMPLATE ${source} OWNER ${ownerRole}`),
  );
  return {
    ownerUrl: withDatabase(inject("templateOwnerUrl"), name),
    webUrl: withDatabase(inject("templateWebUrl"), name),
    async drop() {
      await withClient(superuserUrl, (client) =>
        client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
      );
    },
  };
}

function databaseOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
