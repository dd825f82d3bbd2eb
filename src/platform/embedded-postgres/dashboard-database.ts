import pg from "pg";
import type { ServerAccess } from "./data-folder.ts";

export const ownerRole = "dashboard_owner";
export const webRole = "dashboard_web";
export const dashboardDatabase = "dashboard";

export type DatabaseUrls = { superuserUrl: string; ownerUrl: string; webUrl: string };

/** The addresses of one database of the embedded server for its three roles. */
export function databaseUrls(access: ServerAccess, port: number, database: string): DatabaseUrls {
  const url = (role: string, password: string) =>
    `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
  return {
    superuserUrl: url("postgres", access.superuserPassword),
    ownerUrl: url(ownerRole, access.ownerPassword),
    webUrl: url(webRole, access.webPassword),
  };
}

/**
 * Makes what migrations build on, where it is missing: the owner of the database, who is no superuser; the
 * role of the web process, which owns nothing; and the database.
 */
export async function ensureDashboardDatabase(access: ServerAccess, port: number): Promise<void> {
  await withClient(databaseUrls(access, port, "postgres").superuserUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "SELECT rolname AS name FROM pg_roles UNION ALL SELECT datname FROM pg_database",
    );
    const present = new Set(rows.map((row) => row.name));
    if (!present.has(ownerRole)) await createRole(client, ownerRole, access.ownerPassword);
    if (!present.has(webRole)) {
      await createRole(client, webRole, access.webPassword);
      await client.query(`GRANT ${webRole} TO ${ownerRole} WITH INHERIT FALSE, SET TRUE`);
    }
    if (!present.has(dashboardDatabase)) {
      await client.query(`CREATE DATABASE ${dashboardDatabase} OWNER ${ownerRole}`);
    }
  });
}

/** Opens one connection for the work and closes it afterwards. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function createRole(client: pg.Client, role: string, password: string): Promise<void> {
  await client.query(
    `CREATE ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${client.escapeLiteral(password)}`,
  );
}
