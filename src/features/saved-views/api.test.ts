import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import { apiUnderTest, silentLog, viewerOf } from "#test/builders/api-under-test.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { createSavedViewsApi } from "./api.ts";
import type { SavedView } from "./schemas.ts";
import { mostViewsOfPage } from "./weights.ts";

const olga = viewerOf();
const bea = viewerOf({ userId: "user-2", name: "Bea Operator" });
const vera = viewerOf({ userId: "user-3", name: "Vera Viewer", role: "viewer" });

/** A page that understands `tier` alone. */
const onlyTier = (query: string) => {
  const tier = new URLSearchParams(query).get("tier");
  return tier === null ? "" : `?tier=${tier}`;
};

let database: TestDatabase;
let owner: Database;
let web: Database;
let api: ReturnType<typeof apiUnderTest>;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.ownerUrl, name: "test", log: silentLog });
  web = createDatabase({ url: database.webUrl, name: "test", log: silentLog });
  const routes = createSavedViewsApi({ customers: onlyTier, "work-queue": onlyTier, tutors: onlyTier });
  api = apiUnderTest({ db: web, now: new Date("2026-03-02T12:00:00Z"), routes });
  for (const { userId, name, role } of [olga, bea, vera]) {
    await sql`insert into users (id, name, email, role) values (${userId}, ${name}, ${`${userId}@example.org`}, ${role})`.execute(
      owner,
    );
  }
});

afterAll(async () => {
  await api.close();
  await web.destroy();
  await owner.destroy();
  await database.drop();
});

beforeEach(async () => {
  await sql`delete from saved_views`.execute(owner);
});

const save = async (name: string, more: object = {}, viewer = olga, page = "customers") =>
  await api.post(`/views?page=${page}`, { name, query: "?tier=critical", ...more }, viewer);
const list = async (viewer = olga, page = "customers"): Promise<SavedView[]> =>
  (await api.get(`/views?page=${page}`, viewer)).body.data;
const names = (views: readonly SavedView[]) => views.map(({ name }) => name);

describe("keeping views", () => {
  it("gives back what was kept, with the address that opens it", async () => {
    const { status, body } = await save("  My critical ones ");
    expect(status).toBe(201);
    expect(body).toMatchObject({
      page: "customers",
      name: "My critical ones",
      query: "?tier=critical",
      address: `/customers?tier=critical&saved=${body.id}`,
      isShared: false,
      isMine: true,
      ownerName: "Olga Operator",
      isFirst: false,
    });
    expect(await list()).toEqual([body]);
    expect(await list(olga, "tutors")).toEqual([]);
    expect(names((await api.get("/views")).body.data)).toEqual(["My critical ones"]);
  });

  it("makes of a foreign or stale query one that the page understands", async () => {
    const { body } = await save("Odd", { query: "?tier=critical&cursor=x&evil=<script>" });
    expect(body.query).toBe("?tier=critical");
    await sql`update saved_views set query = '?renamed=1'`.execute(owner);
    expect(await list()).toMatchObject([{ query: "", address: `/customers?saved=${body.id}` }]);
    await sql`insert into saved_views (user_id, page, name, query) values ('user-1', 'gone', 'Old', '')`.execute(
      owner,
    );
    expect(names((await api.get("/views")).body.data)).toEqual(["Odd"]);
  });

  it("says so when a name is taken, on saving and on renaming; another page or person may have it", async () => {
    await save("Mine");
    const again = await save("Mine");
    expect(again.status).toBe(409);
    expect(again.body.detail).toContain("You have a view named “Mine” already");
    expect((await save("Mine", {}, bea)).status).toBe(201);
    expect((await save("Mine", {}, olga, "tutors")).status).toBe(201);
    const other = await save("Other");
    const renamed = await api.patch(`/views/${other.body.id}`, { name: "Mine" });
    expect(renamed.status).toBe(409);
    expect((await api.patch(`/views/${other.body.id}`, { name: "Other" })).status).toBe(200);
  });

  it("renames, replaces and deletes", async () => {
    const { body } = await save("First");
    const changed = await api.patch(`/views/${body.id}`, { name: "Second", query: "?tier=healthy&x=1" });
    expect(changed.body).toMatchObject({ id: body.id, name: "Second", query: "?tier=healthy" });
    expect((await api.patch(`/views/${body.id}`, {})).status).toBe(400);
    expect((await api.delete(`/views/${body.id}`)).status).toBe(204);
    expect(await list()).toEqual([]);
    expect((await api.delete(`/views/${body.id}`)).status).toBe(404);
    const { rows } = await sql<{ action: string }>`select action from audit_log where entity = 'saved_view'
      and entity_id = ${String(body.id)} order by audit_id`.execute(owner);
    expect(rows.map(({ action }) => action)).toEqual(["view.saved", "view.changed", "view.deleted"]);
  });

  it.each([
    [{ name: " ", query: "" }, "name"],
    [{ name: "x".repeat(81), query: "" }, "name"],
    [{ name: "x", query: "y".repeat(2_001) }, "query"],
  ])("refuses %j", async (body, word) => {
    const answer = await api.post("/views?page=customers", body);
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toContain(word);
    expect((await api.post("/views?page=nowhere", { name: "x", query: "" })).status).toBe(400);
  });

  it("keeps no more than a menu can show, also of several tabs at once", async () => {
    await sql`insert into saved_views (user_id, page, name, query)
      select 'user-1', 'customers', 'View ' || n, '' from generate_series(1, ${mostViewsOfPage - 1}::int) as n`.execute(
      owner,
    );
    const answers = await Promise.all(["a", "b", "c"].map(async (name) => await save(name)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(2);
    expect(answers.find(({ status }) => status === 409)?.body.detail).toContain("Delete one");
  });
});

describe("sharing", () => {
  it("shows a view to colleagues with its owner, until it is no longer shared", async () => {
    const { body } = await save("Ours", { isShared: true });
    await save("Beas", {}, bea);
    expect(await list(bea)).toMatchObject([
      { name: "Beas", isMine: true },
      { name: "Ours", isMine: false, ownerName: "Olga Operator", isShared: true },
    ]);
    expect(names(await list(vera))).toEqual(["Ours"]);
    await api.patch(`/views/${body.id}`, { isShared: false });
    expect(names(await list(bea))).toEqual(["Beas"]);
  });

  it("is for those who work; nobody changes a colleague's view", async () => {
    expect((await save("Mine", { isShared: true }, vera)).status).toBe(403);
    const own = await save("Mine", {}, vera);
    expect(own.status).toBe(201);
    expect((await api.patch(`/views/${own.body.id}`, { isShared: true }, vera)).status).toBe(403);
    const { body } = await save("Ours", { isShared: true });
    expect((await api.patch(`/views/${body.id}`, { name: "Theirs" }, bea)).status).toBe(404);
    expect((await api.delete(`/views/${body.id}`, bea)).status).toBe(404);
    const token = viewerOf({ kind: "token", userId: "token-1" });
    expect((await save("Robot", {}, token)).status).toBe(403);
    expect((await api.get("/views", null)).status).toBe(401);
  });
});

describe("the view that a page opens with", () => {
  const setFirst = async (viewId: number | null, viewer = olga) =>
    await api.put("/views/first?page=customers", { viewId }, viewer);
  const first = async (viewer = olga) => (await list(viewer)).filter(({ isFirst }) => isFirst);

  it("is one, kept with the user, and may be a colleague's", async () => {
    const ours = await save("Ours", { isShared: true }, bea);
    const mine = await save("Mine");
    expect((await setFirst(ours.body.id)).status).toBe(204);
    expect(names(await first())).toEqual(["Ours"]);
    expect(await first(bea)).toEqual([]);
    await setFirst(mine.body.id);
    expect(names(await first())).toEqual(["Mine"]);
    await setFirst(null);
    expect(await first()).toEqual([]);
  });

  it("is none any more when the view is gone or no longer shared", async () => {
    const ours = await save("Ours", { isShared: true }, bea);
    await setFirst(ours.body.id);
    await api.patch(`/views/${ours.body.id}`, { isShared: false }, bea);
    expect(await first()).toEqual([]);
    expect((await setFirst(ours.body.id)).status).toBe(404);
    const tutors = await save("Tutors", {}, olga, "tutors");
    expect((await setFirst(tutors.body.id)).status).toBe(404);
    const mine = await save("Mine");
    await setFirst(mine.body.id);
    await api.delete(`/views/${mine.body.id}`);
    expect(await first()).toEqual([]);
  });

  it("is nobody else's business", async () => {
    const mine = await save("Mine");
    await setFirst(mine.body.id);
    const seen = await asViewer(web, bea, async (trx) => await sql`select from first_views`.execute(trx));
    expect(seen.rows).toEqual([]);
  });
});
