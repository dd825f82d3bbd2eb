import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { describeSchema } from "#test/database/describe-schema.ts";
import { fillTables, type Overrides } from "#test/database/fill-tables.ts";
import { migrateToLatest, migrationStatus, rollback } from "./migrate.ts";
import { migrations } from "./migrations.ts";

const at = "2026-05-01T12:00:00Z";

const overrides: Overrides = {
  subjects: { created_at: at, updated_at: at },
  users: { id: "x" },
  user_scopes: { customer_id: 1 },
  forecast_models: { trained_from: "2026-04-01T00:00:00Z" },
  customer_health_scores: { unscored_reason: "paused" },
  pushed_batches: { body: "{}" },
  forecast_runs: { trained_from: "2026-04-01T00:00:00Z" },
  forecast_conditions: { since: at },
  imbalance_episodes: { ends_at: "2026-05-01T13:00:00Z" },
  work_queue: { waits_until: "infinity" },
  demand_overrides: { to_hour: "2026-05-01T13:00:00Z", reason: "because" },
};

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
  client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

describe("migrations", () => {
  it("are taken back and run again, each of them, on filled tables, and leave the same tables", async () => {
    const names = Object.keys(migrations);
    const done = await migrateToLatest(database.ownerUrl);
    expect(done.map(({ name, status }) => `${name} ${status}`)).toEqual(
      names.map((name) => `${name} Success`),
    );
    const whole = await describeSchema(client);
    for (let steps = 1; steps <= names.length; steps++) {
      await fillTables(client, overrides);
      const undone = await rollback(database.ownerUrl, steps);
      expect(undone.map(({ name }) => name)).toEqual(names.slice(-steps).reverse());
      await migrateToLatest(database.ownerUrl);
      expect(await describeSchema(client), `after ${names.at(-steps)} again`).toEqual(whole);
    }
  }, 300_000);

  it("take booking curves back to the leads that the version before knows", async () => {
    await migrateToLatest(database.ownerUrl);
    const shares = (values: number[]) => ({ weekday: values, weekend: values, holiday: values });
    const curveOf = (values: number[]) => ({
      shares: shares(values),
      ofSeries: { latin: shares(values) },
      correlation: values,
    });
    const leads = [1, 6, 12, 24, 48, 72, 96, 120, 144, 162, 165, 168];
    const kept = { curve: { leads, ...curveOf(leads) }, cancelledShare: 0.1 };
    const { rows } = await client.query(
      `insert into forecast_runs (kind, made_at, based_on_until, trained_from, trained_to, subjects, hours, duration_ms,
        settings_version, booking_curve) values ('daily', $1, $1, '2026-04-01', $1, 1, 1, 1, 1, $2) returning run_id`,
      [at, JSON.stringify(kept)],
    );
    const curve = async () =>
      (await client.query("select booking_curve from forecast_runs where run_id = $1", [rows[0].run_id]))
        .rows[0].booking_curve;
    const before = leads.filter((lead) => lead !== 162 && lead !== 165);
    const names = Object.keys(migrations);
    await rollback(database.ownerUrl, names.length - names.indexOf("0034-weekly-bookings-and-shared-errors"));
    expect(await curve()).toEqual({ curve: curveOf(before), cancelledShare: 0.1 });
    await migrateToLatest(database.ownerUrl);
    expect(await curve()).toEqual({ curve: { ...curveOf(before), leads: before }, cancelledShare: 0.1 });
  }, 120_000);

  it("leave nothing behind when all are taken back", async () => {
    await fillTables(client, overrides);
    await rollback(database.ownerUrl, Object.keys(migrations).length);
    const { rows } = await client.query(`
      select relname from pg_class where relnamespace = 'public'::regnamespace and relname not like 'kysely%'
      union all select proname from pg_proc where pronamespace = 'public'::regnamespace
        and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')`);
    expect(rows).toEqual([]);
    const states = await migrationStatus(database.ownerUrl);
    expect(states.every(({ executedAt }) => executedAt === null)).toBe(true);
  });
});
