import { execFile } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { silentLog as log } from "#test/builders/api-under-test.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { storeDemandWorld, worldEnd } from "#test/demand/past-demand.ts";

let database: TestDatabase;
let db: Database;
const at = worldEnd.toISOString();

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase({ url: database.ownerUrl, name: "test", log });
});

afterAll(async () => {
  await db.destroy();
  await database.drop();
});

type Outcome = { code: number; stdout: string; stderr: string };

const ops = async (...args: readonly string[]): Promise<Outcome> =>
  await new Promise((resolve) => {
    const env = { NODE_ENV: "test" as const, DATABASE_URL: database.ownerUrl };
    execFile(process.execPath, ["src/cli/ops.ts", ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });

test("forecasts without storing, and stores when told to compute", async () => {
  const nothing = await ops("demand", "forecast", "--as-of", at);
  expect(nothing.code).not.toBe(0);
  expect(nothing.stderr).toContain("nothing to forecast from");
  await storeDemandWorld(db);
  const forecast = await ops("demand", "forecast", "--as-of", at, "--format", "csv");
  expect(forecast.code, forecast.stderr).toBe(0);
  const [header, ...lines] = forecast.stdout.trim().split("\n");
  expect(header).toBe(
    "subject,hour,mean,median,lower,upper,booked,reference_mean,mean_without_override,override,model",
  );
  expect(lines).toHaveLength(3 * 168);
  expect(await db.selectFrom("forecast_runs").selectAll().execute()).toEqual([]);
  const computed = await ops("--json", "demand", "compute", "--as-of", at);
  expect(computed.code, computed.stderr).toBe(0);
  expect(JSON.parse(computed.stdout)).toMatchObject({ kind: "manual", as_of: at, subjects: 3 });
  const stored = await db
    .selectFrom("demand_outlook")
    .select("hour")
    .where("subject_code", "=", "algebra")
    .execute();
  expect(stored.length).toBeGreaterThan(168);
}, 240_000);
