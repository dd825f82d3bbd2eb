import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import { apiUnderTest, silentLog, viewerOf } from "#test/builders/api-under-test.ts";
import { insertTutors, insertWeeks, slippingFlag } from "#test/builders/tutor-measures.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { coachingApi } from "./api.ts";

let now = new Date("2026-03-04T12:00:00Z");
let database: TestDatabase;
let owner: Database;
let web: Database;
let api: ReturnType<typeof apiUnderTest>;
const reader = viewerOf({ role: "viewer", userId: "reader" });
const admin = viewerOf({ role: "admin", userId: "admin" });

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.ownerUrl, name: "test", log: silentLog });
  web = createDatabase({ url: database.webUrl, name: "test", log: silentLog });
  api = apiUnderTest({ db: web, now: () => now, routes: coachingApi });
  await sql`insert into users (id, name, email, role) values ('user-1', 'Olga Operator', 'olga@example.org', 'operator'),
    ('carla', 'Carla Coach', 'carla@example.org', 'operator'), ('reader', 'Rita Reader', 'rita@example.org', 'viewer')`.execute(
    owner,
  );
  await insertTutors(owner, [
    {
      id: 1,
      name: "Tova Tutor",
      subjects: ["latin"],
      measures: { raised: ["needs_coaching"], flags: [slippingFlag] },
    },
  ]);
  await sql`insert into tutor_subject_performance (tutor_id, subject_code, certainty_below_benchmark, standing, computed_at)
    values (1, 'latin', 0.97, 'weakness', now())`.execute(owner);
  await insertWeeks(owner, 1, [
    { startsOn: "2026-01-26", rated: 5, successes: 5 },
    { startsOn: "2026-02-02", rated: 5, successes: 2 },
    { startsOn: "2026-02-23", rated: 5, successes: 2 },
    { startsOn: "2026-03-02", rated: 5, successes: 5 },
    { startsOn: "2026-03-09", rated: 5, successes: 4 },
    { startsOn: "2026-04-06", rated: 5, successes: 5 },
  ]);
});

afterAll(async () => {
  await api.close();
  await web.destroy();
  await owner.destroy();
  await database.drop();
});

const task = {
  tutorId: 1,
  flag: "needs_coaching",
  title: "Watch two sessions",
  ownerId: "carla",
  dueOn: "2026-03-03",
};

describe("coaching tasks", () => {
  it("are given with the measures before them, handed over, done, and measured again four weeks later", async () => {
    const given = await api.post("/coaching/tasks", task);
    expect(given.status).toBe(200);
    expect(given.body).toMatchObject({
      owner: "Carla Coach",
      createdBy: "Olga Operator",
      state: "open",
      isOverdue: true,
      before: { from: "2026-02-02", to: "2026-03-02", firstSessionsRated: 10, firstSessionSuccesses: 4 },
      atClosing: null,
    });
    const path = `/coaching/tasks/${given.body.id}`;
    const over = await api.post(`${path}/hand-over`, { ownerId: "user-1", dueOn: "2026-03-20" });
    expect(over.body).toMatchObject({ owner: "Olga Operator", dueOn: "2026-03-20", isOverdue: false });
    now = new Date("2026-03-11T12:00:00Z");
    const done = await api.post(`${path}/close`, { state: "done", note: "Went well" });
    expect(done.body).toMatchObject({
      atClosing: { firstSessionsRated: 10, firstSessionSuccesses: 7 },
      later: null,
    });
    expect((await api.post(`${path}/close`, { state: "cancelled" })).status).toBe(409);
    now = new Date("2026-04-15T12:00:00Z");
    const { body } = await api.get("/coaching/tasks?state=all&tutor=1");
    expect(body.data[0].later).toMatchObject({ from: "2026-03-16", to: "2026-04-13", firstSessionsRated: 5 });
    const { rows } = await sql<{ action: string }>`select action from audit_log order by audit_id`.execute(
      owner,
    );
    expect(rows.map(({ action }) => action)).toEqual([
      "coaching_task.given",
      "coaching_task.handed_over",
      "coaching_task.done",
    ]);
  });

  it("are listed by their day, with those that are overdue counted", async () => {
    for (const dueOn of ["2026-05-01", "2026-04-01", "2026-04-20"])
      await api.post("/coaching/tasks", { ...task, dueOn });
    const first = await api.get("/coaching/tasks?pageSize=2");
    expect(first.body.data.map(({ dueOn }: { dueOn: string }) => dueOn)).toEqual([
      "2026-04-01",
      "2026-04-20",
    ]);
    expect(first.body).toMatchObject({ total: 3, overdue: 1 });
    const second = await api.get(`/coaching/tasks?pageSize=2&cursor=${first.body.nextCursor}`);
    expect(second.body.data.map(({ dueOn }: { dueOn: string }) => dueOn)).toEqual(["2026-05-01"]);
    expect((await api.get("/coaching/tasks?owner=me")).body.total).toBe(0);
  });

  it("say what is wrong with what was sent", async () => {
    expect((await api.post("/coaching/tasks", { ...task, tutorId: 9 })).body.detail).toBe(
      "There is no tutor 9.",
    );
    expect((await api.post("/coaching/tasks", { ...task, ownerId: "reader" })).status).toBe(400);
    expect((await api.post("/coaching/tasks", { ...task, subjectCode: "greek" })).status).toBe(400);
    expect((await api.post("/coaching/tasks", { ...task, title: " " })).status).toBe(400);
    expect((await api.post("/coaching/tasks/999/close", { state: "done" })).status).toBe(404);
  });

  it("are read by viewers and written by nobody who may only read, in the database too", async () => {
    expect((await api.get("/coaching/tasks", reader)).status).toBe(200);
    expect((await api.post("/coaching/tasks", task, reader)).status).toBe(403);
    expect((await api.get("/coaching/owners", reader)).status).toBe(403);
    const write = asViewer(web, reader, async (trx) => {
      await sql`insert into coaching_tasks (tutor_id, title, owner_id, owner_name, due_on, state, created_by, created_by_name, created_at)
        values (1, 'x', 'x', 'x', '2026-05-01', 'open', 'reader', 'x', now())`.execute(trx);
    });
    await expect(write).rejects.toThrow(/row-level security/);
    const changed = await asViewer(web, reader, async (trx) =>
      trx.updateTable("coaching_tasks").set({ title: "y" }).executeTakeFirst(),
    );
    expect(changed.numUpdatedRows).toBe(0n);
  });
});

describe("resources and recommendations", () => {
  it("links what administrators saved to flags and weak subjects", async () => {
    expect((await api.get("/coaching/resources")).body).toEqual({ version: 1, resources: [] });
    const resources = [
      {
        title: "First sessions in Latin",
        url: "https://training.example.org/latin",
        flags: [],
        subjects: ["latin"],
      },
      {
        title: "Calendar",
        url: "https://training.example.org/calendar",
        flags: ["high_cancellation"],
        subjects: [],
      },
    ];
    expect((await api.post("/coaching/resources", { resources })).status).toBe(403);
    expect((await api.post("/coaching/resources", { resources }, admin)).body.version).toBe(2);
    const { body } = await api.get("/coaching/recommendations?tutor=1");
    expect(body.data).toMatchObject([
      {
        flag: "needs_coaching",
        subject: { code: "latin" },
        resources: [{ title: "First sessions in Latin" }],
      },
    ]);
    const bad = [{ title: "x", url: "javascript:alert(1)", flags: [], subjects: [] }];
    expect((await api.post("/coaching/resources", { resources: bad }, admin)).status).toBe(400);
  });

  it("lets a task be given to those who may act", async () => {
    const { body } = await api.get("/coaching/owners");
    expect(body.data.map(({ name }: { name: string }) => name)).toEqual(["Carla Coach", "Olga Operator"]);
  });
});
