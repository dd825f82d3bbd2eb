import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import { estimateSharedError } from "#domain/forecasting/shared-error.ts";
import { silentLog as log, viewerOf } from "#test/builders/api-under-test.ts";
import { insertSubjects, noteSessionsRead } from "#test/builders/demand-records.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { keepSharedError, readSharedError } from "./keep-shared-error.ts";
import { estimatedEveryHours, priorDays, usualSharedError } from "./weights.ts";

const hourMs = 3_600_000;
const request = { asOf: new Date("2026-05-20T12:00:00Z"), businessTimezone: "America/Chicago" };
let database: TestDatabase;
let owner: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.ownerUrl, name: "test", log });
  await insertSubjects(owner, [{ code: "algebra" }, { code: "latin" }]);
});

afterAll(async () => {
  await owner.destroy();
  await database.drop();
});

it("is what is usual until forecasts have met what came", async () => {
  expect(await readSharedError(owner)).toEqual(usualSharedError);
  expect(await keepSharedError(owner, request)).toBe(false);
});

it("is estimated from forecasts as made, by subject and business day, once a day", async () => {
  const madeAt = new Date("2026-05-18T12:00:00Z");
  await sql`insert into forecast_runs (kind, made_at, based_on_until, trained_from, trained_to, subjects, hours, duration_ms,
      settings_version) values ('daily', ${madeAt}, ${madeAt}, '2026-01-01', ${madeAt}, 2, 96, 1, 1)`.execute(
    owner,
  );
  // Five are expected, two of them booked; seven come of algebra on the first business day, four on the second.
  await sql`insert into supply_demand_forecasts (subject_code, hour, made_at, model_id, demand_mean, demand_median, demand_lower,
      demand_upper, booked, remainder_mean, dispersion)
    select subject_code, hour, ${madeAt}, 1, 5, 5, 2, 9, 2, 3, 0 from subjects,
      unnest(array['2026-05-19T03:00:00Z', '2026-05-19T04:00:00Z', '2026-05-19T05:00:00Z', '2026-05-25T05:00:00Z']::timestamptz[]) as hour`.execute(
    owner,
  );
  await sql`insert into demand_hour_rollups (subject_code, hour, booked) values
    ('algebra', '2026-05-19T03:00:00Z', 7), ('algebra', '2026-05-19T04:00:00Z', 7), ('algebra', '2026-05-19T05:00:00Z', 4),
    ('latin', '2026-05-19T03:00:00Z', 6), ('latin', '2026-05-19T04:00:00Z', 5), ('latin', '2026-05-19T05:00:00Z', 5)`.execute(
    owner,
  );
  await noteSessionsRead(owner, request.asOf);
  expect(await keepSharedError(owner, request)).toBe(true);
  const day = (series: string, of: number, errors: number[]) => ({
    run: "1",
    series,
    day: of,
    error: errors.reduce((sum, error) => sum + error, 0),
    errorSquares: errors.reduce((sum, error) => sum + error ** 2, 0),
    mean: 3 * errors.length,
    meanSquares: 9 * errors.length,
  });
  const expected = estimateSharedError(
    [day("algebra", 1, [2, 2]), day("algebra", 2, [-1]), day("latin", 1, [1, 0]), day("latin", 2, [0])],
    2,
    { prior: usualSharedError, priorDays },
  );
  const kept = await readSharedError(owner);
  for (const [part, variance] of Object.entries(expected))
    expect(kept[part as keyof typeof kept], part).toBeCloseTo(variance, 9);
  const soon = { ...request, asOf: new Date(request.asOf.getTime() + hourMs) };
  expect(await keepSharedError(owner, soon)).toBe(false);
  const nextDay = { ...request, asOf: new Date(request.asOf.getTime() + (estimatedEveryHours + 1) * hourMs) };
  expect(await keepSharedError(owner, nextDay)).toBe(true);
});

it("is read by everyone who sees demand", async () => {
  const web = createDatabase({ url: database.webUrl, name: "test", log });
  const seen = await asViewer(web, viewerOf({ role: "viewer" }), async (trx) => await readSharedError(trx));
  expect(seen).toEqual(await readSharedError(owner));
  await web.destroy();
});
