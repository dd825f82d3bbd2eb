import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { createLog } from "#platform/log.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import {
  emptyDemand,
  hoursFrom,
  storeBookings,
  storeGround,
  storeOutlook,
  storeTutors,
} from "#test/demand/demand-world.ts";
import { updateCapacity } from "../capacity/update-capacity.ts";
import { shortageRule } from "./shortage-rules.ts";
import { updateEpisodes } from "./update-episodes.ts";

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase({
    url: database.ownerUrl,
    name: "test",
    log: createLog({ process: "test", level: "error" }),
  });
  await emptyDemand(db);
  await storeGround(db, ["algebra"], "2026-05-04T00:00:00Z");
  await storeTutors(db, [
    { id: 1, subjects: ["algebra"] },
    { id: 2, name: "Ben", subjects: ["algebra"], starts: "09:00", ends: "12:00", taught: { algebra: 30 } },
  ]);
  await storeBookings(db, [
    { id: 1, tutor: 1, subject: "algebra", at: "2026-04-20T17:00:00Z", status: "completed" },
  ]);
  const evening = hoursFrom("2026-05-05T17:00:00.000Z", 4);
  await storeOutlook(
    db,
    evening.map((at) => ({ subject: "algebra", at, remainder: 3 })),
  );
});

afterAll(async () => {
  await db.destroy();
  await database.drop();
});

test("a shortage leads to one need, with its worth, a range and a deadline; what came of it is measured", async () => {
  const asOf = new Date("2026-05-04T17:00:00Z");
  await updateCapacity(db, asOf);
  await updateEpisodes(db, asOf);
  const [need, ...others] = await shortageRule.find(db, asOf);
  expect(others).toEqual([]);
  expect(need).toMatchObject({
    kind: "ask_tutors",
    entity: { kind: "subject", id: "algebra" },
    sessions: 1.2,
  });
  expect(need?.title).toBe("Ask a tutor of Algebra who is not at work then to open hours");
  // 30 % of four hours by one tutor, each session worth 183.98: half as much, and half as much again.
  expect([need?.centsLow, need?.centsHigh]).toEqual([11_039, 33_117]);
  expect(need?.deadline).toEqual(new Date("2026-05-05T14:00:00Z"));
  expect(need?.reason).toMatch(
    /^Algebra is short by 2 tutors in its worst hour, capacity being 33 % of demand: 8/,
  );

  const accepted = {
    id: 1,
    fingerprint: need?.fingerprint ?? "",
    episodeId: need?.episodeId ?? 0,
    sessions: 1.2,
    baseline: need?.details ?? {},
    acceptedAt: asOf,
  };
  expect(await shortageRule.measure(db, accepted, asOf)).toBeNull();
  await sql`update imbalance_episodes set state = 'passed', closed_at = ends_at, unserved_sessions = 5,
    outcome = '{"unserved": 4}'`.execute(db);
  const outcome = await shortageRule.measure(db, accepted, new Date("2026-05-07T00:00:00Z"));
  expect(outcome?.sessions).toBeCloseTo(Number(need?.details.unserved) - 5, 5);
  expect(outcome?.said).toMatch(/sessions were closed; 1.2 had been expected\.$/);
});
