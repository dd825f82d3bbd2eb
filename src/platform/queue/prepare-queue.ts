import { runMigrations } from "bullmq";
import pg from "pg";
import { queueSchema } from "./backend.ts";

const webGrants = `
  grant usage on schema ${queueSchema} to dashboard_web;
  grant select, insert, update, delete on all tables in schema ${queueSchema} to dashboard_web;
  grant usage, select on all sequences in schema ${queueSchema} to dashboard_web;
`;

/**
 * Makes the queue's tables on PostgreSQL, or brings them up to date, and lets the web role queue jobs. Safe to
 * call by several processes at once.
 */
export async function prepareQueue(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: "queue migration" });
  await client.connect();
  try {
    await runMigrations(client, queueSchema);
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock(hashtextextended('queue grants', 0))");
    await client.query(webGrants);
    await client.query("commit");
  } finally {
    await client.end();
  }
}
