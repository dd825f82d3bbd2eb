import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import type { Queue } from "#platform/queue/queue.ts";
import { apiUnderTest, silentLog, viewerOf } from "#test/builders/api-under-test.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { healthSettingsApi } from "./settings-api.ts";
import { defaultHealthSettings, type HealthSettings } from "./weights.ts";

const now = new Date("2026-03-02T12:00:00Z");
const admin = viewerOf({ role: "admin" });

let database: TestDatabase;
let owner: Database;
let web: Database;
let api: ReturnType<typeof apiUnderTest>;
let queued: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.ownerUrl, name: "test", log: silentLog });
  web = createDatabase({ url: database.webUrl, name: "test", log: silentLog });
  const queue = {
    enqueue: async ({ name }: { name: string }) => {
      queued.push(name);
    },
  } as unknown as Queue;
  api = apiUnderTest({ db: web, now, routes: healthSettingsApi, queue });
});

beforeEach(async () => {
  queued = [];
  await sql`truncate settings`.execute(owner);
});

afterAll(async () => {
  await api.close();
  await web.destroy();
  await owner.destroy();
  await database.drop();
});

const heavierVelocity: HealthSettings = {
  ...defaultHealthSettings,
  weights: { ...defaultHealthSettings.weights, velocity: 40 },
};

const save = async (settings: HealthSettings, baseVersion: number, note: string | null = null) =>
  await api.put("/health-settings", { settings, baseVersion, note }, admin);

describe("settings of the health score", () => {
  it("are the defaults until somebody saves", async () => {
    const { body } = await api.get("/health-settings");
    expect(body).toEqual({
      version: 1,
      settings: defaultHealthSettings,
      defaults: defaultHealthSettings,
    });
    const versions = await api.get("/health-settings/versions", admin);
    expect(versions.body).toMatchObject({
      total: 1,
      data: [{ version: 1, changedBy: "System", changes: [] }],
    });
  });

  it("get a new version with who, what and why, and everyone is computed", async () => {
    expect(await save(heavierVelocity, 1, "Bookings tell more")).toMatchObject({
      status: 200,
      body: { version: 2 },
    });
    expect((await api.get("/health-settings")).body).toMatchObject({ version: 2, settings: heavierVelocity });
    const { body } = await api.get("/health-settings/versions", admin);
    expect(body).toMatchObject({
      total: 2,
      data: [
        { version: 2, note: "Bookings tell more", changes: ["Weights, velocity: 25 → 40"] },
        { version: 1, changedBy: "System" },
      ],
    });
    expect(queued).toEqual(["customer-health.update"]);
    const { rows } = await sql`select actor_id, action, details from audit_log
      where details ->> 'note' = 'Bookings tell more'`.execute(owner);
    expect(rows).toEqual([
      {
        actor_id: admin.userId,
        action: "health_settings.changed",
        details: { version: 2, changes: ["Weights, velocity: 25 → 40"], note: "Bookings tell more" },
      },
    ]);
  });

  it("are restored as a version of their own", async () => {
    await save(heavierVelocity, 1);
    expect((await save(defaultHealthSettings, 2, "Version 1 again")).body).toEqual({ version: 3 });
    const { body } = await api.get("/health-settings/versions?limit=1", admin);
    expect(body.data).toMatchObject([{ version: 3, changes: ["Weights, velocity: 40 → 25"] }]);
    const next = await api.get(`/health-settings/versions?limit=1&cursor=${body.nextCursor}`, admin);
    expect(next.body.data).toMatchObject([{ version: 2 }]);
  });

  it("are not overwritten by somebody who has not seen the newest", async () => {
    await save(heavierVelocity, 1);
    const { status, body } = await save(defaultHealthSettings, 1);
    expect(status).toBe(409);
    expect(body.detail).toContain("Version 2 has been saved since");
  });

  it("must make sense and differ", async () => {
    expect((await save(defaultHealthSettings, 1)).status).toBe(400);
    const upsideDown = {
      ...defaultHealthSettings,
      tiers: { criticalUpTo: 80, atRiskUpTo: 70, healthyUpTo: 85 },
    };
    const { status, body } = await save(upsideDown, 1);
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain("must rise");
    expect(queued).toEqual([]);
  });

  it.each(["viewer", "operator"] as const)("are for a %s to read, not to change", async (role) => {
    const viewer = viewerOf({ role });
    expect((await api.get("/health-settings", viewer)).status).toBe(200);
    const change = { settings: heavierVelocity, baseVersion: 1 };
    expect((await api.put("/health-settings", change, viewer)).status).toBe(403);
    expect((await api.post("/health-settings/what-if", change, viewer)).status).toBe(403);
    expect((await api.get("/health-settings/versions", viewer)).status).toBe(403);
  });

  it("say nothing to people who are not signed in", async () => {
    expect((await api.get("/health-settings", null)).status).toBe(401);
  });

  it("can be tried on nobody", async () => {
    const { status, body } = await api.post("/health-settings/what-if", { settings: heavierVelocity }, admin);
    expect(status).toBe(200);
    expect(body).toMatchObject({ customers: 0, changed: 0, moves: [], nextOffset: null, basis: "everyone" });
  });
});
