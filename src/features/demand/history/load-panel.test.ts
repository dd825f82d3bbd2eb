import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { inTransaction } from "#db/transaction.ts";
import { silentLog as log } from "#test/builders/api-under-test.ts";
import {
  insertSessions,
  insertSubjects,
  noteSessionsRead,
  sumUpDemand,
} from "#test/builders/demand-records.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { defaultDemandSettings } from "../weights.ts";
import { keepOutliers, readMarkedByHand } from "./keep-outliers.ts";
import { loadPanel, toCovariates } from "./load-panel.ts";

const settings = defaultDemandSettings;
const businessTimezone = "America/Chicago";
const first = Date.parse("2026-01-05T15:00:00Z");
const hour = (n: number) => new Date(first + n * 3_600_000);
let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase({ url: database.ownerUrl, name: "test", log });
});

afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const load = async (asOf: Date, source: "stored" | "as_of" = "stored") =>
  await loadPanel(db, { asOf, businessTimezone, source }, settings);

describe("loadPanel", () => {
  it("knows nothing before anything was read", async () => {
    expect(await load(hour(0))).toBeNull();
  });

  it("tells zero demand from hours that nobody knows, up to where sessions were read", async () => {
    await insertSubjects(db, [{ code: "algebra", category: "maths" }, { code: "latin" }]);
    await sql`insert into subjects (subject_code, name, created_at, updated_at) values
      ('young', 'Young', ${hour(10)}, ${hour(10)}), ('coming', 'Coming', ${hour(900)}, ${hour(900)})`.execute(
      db,
    );
    await insertSessions(db, [
      { subject: "algebra", hour: hour(0), count: 2 },
      { subject: "algebra", hour: hour(30), count: 1, leadHours: 5 },
      { subject: "latin", hour: hour(3), count: 1, status: "cancelled" },
      { subject: "young", hour: hour(20), count: 4, leadHours: 2 },
      { subject: "algebra", hour: hour(60), count: 3, status: "scheduled", leadHours: 40 },
    ]);
    await sumUpDemand(db);
    await noteSessionsRead(db, new Date(hour(48).getTime() + 600_000));
    const loaded = await load(hour(50));
    expect(loaded?.panel.slots.map(({ startMs }) => startMs)).toEqual(
      Array.from({ length: 48 }, (_, n) => hour(n).getTime()),
    );
    const countsOf = (id: string) => [
      ...(loaded?.panel.series.find((series) => series.id === id)?.counts ?? []),
    ];
    expect(loaded?.panel.series.map(({ id }) => id)).toEqual(["algebra", "latin", "young"]);
    expect(loaded?.panel.series[0]?.group).toBe("maths");
    expect(countsOf("algebra").reduce((sum, count) => sum + count)).toBe(3);
    expect([countsOf("latin")[3], countsOf("latin")[4]]).toEqual([1, 0]);
    expect(countsOf("young").slice(8, 22)).toEqual([NaN, NaN, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0]);
  });

  it("looks back: as of an instant nobody had booked what was booked later", async () => {
    const asOf = hour(22);
    const now = await load(hour(50));
    const then = await load(asOf, "as_of");
    expect(then?.panel.slots).toHaveLength(22);
    expect(then?.panel.series[0]?.counts[0]).toBe(2);
    for (const [index, series] of (then?.panel.series ?? []).entries())
      expect([...series.counts]).toEqual([...(now?.panel.series[index]?.counts ?? [])].slice(0, 22));
    await sql`update sessions set created_at = ${hour(23)} where subject_code = 'young'`.execute(db);
    const afterwards = await load(asOf, "as_of");
    expect(afterwards?.panel.series[2]?.counts[20]).toBe(0);
  });

  it("weighs what people marked as they say, against the detector", async () => {
    const outlier = {
      code: "algebra",
      startMs: hour(0).getTime(),
      weight: 0.1,
      expected: 1,
      reason: "found",
    };
    const other = { ...outlier, startMs: hour(1).getTime() };
    const keep = async (found: (typeof outlier)[]) =>
      await inTransaction(
        db,
        async (trx) => await keepOutliers(trx, found, { from: hour(0), asOf: hour(50) }),
      );
    await keep([outlier, other]);
    await sql`update demand_outliers set marked_by = 'user-1', weight = 1 where hour = ${hour(0)}`.execute(
      db,
    );
    await keep([outlier]);
    const { rows } = await sql`select hour, weight, marked_by from demand_outliers`.execute(db);
    expect(rows).toEqual([{ hour: hour(0), weight: 1, marked_by: "user-1" }]);
    await sql`update demand_outliers set weight = 0.5`.execute(db);
    expect(await readMarkedByHand(db, hour(0))).toEqual([
      { code: "algebra", startMs: hour(0).getTime(), weight: 0.5 },
    ]);
    const loaded = await load(hour(50));
    expect(loaded?.panel.series[0]?.weights[0]).toBe(0.5);
    expect(loaded?.panel.series[0]?.weights[1]).toBe(1);
  });

  it("takes outside features where somebody filled them in, a subject's own first", async () => {
    expect(toCovariates((await load(hour(50)))?.features ?? [])).toBeNull();
    await sql`insert into demand_features (name, subject_code, hour, value) values ('rain', '', ${hour(5)}, 2),
      ('rain', 'latin', ${hour(5)}, 3)`.execute(db);
    const covariates = toCovariates((await load(hour(50)))?.features ?? []);
    expect(covariates?.names).toEqual(["rain"]);
    expect(covariates?.valueAt("rain", "latin", hour(5).getTime())).toBe(3);
    expect(covariates?.valueAt("rain", "algebra", hour(5).getTime())).toBe(2);
    expect(covariates?.valueAt("rain", "algebra", hour(6).getTime())).toBeNaN();
  });
});
