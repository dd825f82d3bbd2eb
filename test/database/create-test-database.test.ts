import { afterAll, expect, test } from "vitest";
import { withClient } from "#platform/embedded-postgres/dashboard-database.ts";
import { createTestDatabase } from "./create-test-database.ts";

const database = await createTestDatabase();
const other = await createTestDatabase();
afterAll(async () => {
  await database.drop();
  await other.drop();
});

test("a test file has a migrated database of its own", async () => {
  await withClient(database.ownerUrl, (client) => client.query("CREATE TABLE only_here (id int)"));
  const tablesOf = (url: string) =>
    withClient(url, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
      );
      return rows.map((row) => row.name);
    });
  expect(await tablesOf(database.ownerUrl)).toContain("only_here");
  const tables = await tablesOf(other.ownerUrl);
  expect(tables).toContain("customers");
  expect(tables).not.toContain("only_here");
});

test("the owner is no superuser and the web role owns nothing", async () => {
  const { rows } = await withClient(database.webUrl, (client) =>
    client.query<{ super: boolean; owned: number }>(
      `SELECT bool_or(rolsuper) AS super,
              (SELECT count(*)::int FROM pg_class WHERE relowner = current_user::regrole) AS owned
         FROM pg_roles WHERE rolname IN ('dashboard_owner', 'dashboard_web')`,
    ),
  );
  expect(rows).toEqual([{ super: false, owned: 0 }]);
});

test("an empty database has no tables", async () => {
  const empty = await createTestDatabase({ migrated: false });
  const { rows } = await withClient(empty.ownerUrl, (client) =>
    client.query("SELECT 1 FROM pg_tables WHERE schemaname = 'public'"),
  );
  await empty.drop();
  expect(rows).toEqual([]);
});
