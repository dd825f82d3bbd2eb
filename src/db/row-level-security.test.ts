import { sql } from "kysely";
import { afterAll, describe, expect, test } from "vitest";
import { createLog } from "#platform/log.ts";
import type { Role, Viewer } from "#platform/viewer.ts";
import { createTestDatabase } from "#test/database/create-test-database.ts";
import { createDatabase } from "./client.ts";
import type { DB } from "./schema.ts";
import { asViewer } from "./transaction.ts";

const database = await createTestDatabase();
const log = createLog({ process: "test", level: "silent" });
const owner = createDatabase({ url: database.ownerUrl, name: "test owner", log });
const web = createDatabase({ url: database.webUrl, name: "test web", log });
afterAll(async () => {
  await web.destroy();
  await owner.destroy();
  await database.drop();
});

const viewer = (userId: string, role: Role, limits: Partial<Viewer> = {}): Viewer => ({
  userId,
  kind: "user",
  name: userId,
  role,
  timezone: "UTC",
  customerIds: null,
  subjectCodes: null,
  ...limits,
});
const admin = viewer("ann", "admin");
const operator = viewer("bob", "operator");
const onlooker = viewer("cat", "viewer");

await sql
  .raw(`
  insert into users (id, name, email, role) values ('ann', 'Ann', 'ann@example.com', 'admin'),
    ('bob', 'Bob', 'bob@example.com', 'operator'), ('cat', 'Cat', 'cat@example.com', 'viewer');
  insert into auth_accounts (user_id, provider_id, account_id, password) values ('bob', 'credential', 'bob', 'hash');
  insert into auth_sessions (user_id, token, expires_at) values ('ann', 'ta', now() + interval '1 day'),
    ('bob', 'tb', now() + interval '1 day');
  insert into auth_verifications (identifier, value, expires_at) values ('x', 'bob', now());
  insert into user_preferences (user_id, theme) values ('ann', 'dark'), ('bob', 'light');
  insert into saved_views (user_id, page, name, query, is_shared) values
    ('ann', 'customers', 'mine', 'a=1', false), ('ann', 'customers', 'ours', 'b=1', true);
  insert into invitations (email, role, token_hash, expires_at) values ('new@example.com', 'viewer', 'h', now());
  insert into api_tokens (name, prefix, token_hash, role, expires_at) values ('t', 'p', 'h', 'viewer', now());
  insert into audit_log (actor_id, actor_kind, actor_name, action, entity, entity_id)
    values ('ann', 'user', 'Ann', 'x', 'y', 'z');
  insert into outbox (template, recipient, data, dedupe_key) values ('invitation', 'new@example.com', '{}', 'k');
  insert into event_log (kind, key) values ('metric.sampled', 'k');
  insert into settings (name, version, value, changed_by) values ('s', 1, '1', 'ann');
  insert into subjects (subject_code, name, is_described) values ('math', 'Maths', false), ('art', 'Art', false);
  insert into tutors (tutor_id, name, timezone, status, hired_at, created_at, updated_at, content_hash)
    values (1, 'T', 'UTC', 'active', now(), now(), now(), gen_random_uuid());
  insert into customers (customer_id, name, timezone, email_consent, phone_consent, status, signed_up_at, created_at,
    updated_at, content_hash) select id, 'C', 'UTC', true, true, 'active', now(), now(), now(), gen_random_uuid()
    from generate_series(1, 3) as id;
  insert into sessions (customer_id, session_id, tutor_id, subject_code, status, scheduled_at, created_at, updated_at)
    select c, c * 10 + s, 1, case s when 1 then 'math' else 'art' end, 'scheduled', now(), now(), now()
    from generate_series(1, 3) as c, generate_series(1, 2) as s;
`)
  .execute(owner);

const count = (who: Viewer, table: keyof DB) =>
  asViewer(web, who, async (trx) => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(
      trx,
    );
    return rows[0]?.n;
  });
const run = (who: Viewer, statement: string) =>
  asViewer(web, who, async (trx) => Number((await sql.raw(statement).execute(trx)).numAffectedRows ?? 0n));

const refused = /permission denied|row-level security|never changed|only an administrator/;

describe("without a viewer", () => {
  test.each([
    "customers",
    "sessions",
    "user_preferences",
    "saved_views",
    "invitations",
    "audit_log",
    "outbox",
    "event_log",
    "settings",
  ] as const)("%s shows nothing", async (table) => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(
      web,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  test("nothing is written, and rights are not given", async () => {
    await expect(
      sql.raw("insert into user_preferences (user_id) values ('cat')").execute(web),
    ).rejects.toThrow(refused);
    await expect(
      sql.raw("insert into users (name, email) values ('E', 'e@example.com')").execute(web),
    ).rejects.toThrow(refused);
    await expect(sql.raw("update users set role = 'admin' where id = 'cat'").execute(web)).rejects.toThrow(
      refused,
    );
  });
});

describe("own rows", () => {
  test("preferences are seen and changed by their owner alone, administrators included", async () => {
    expect(await count(admin, "user_preferences")).toBe(1);
    expect(await run(admin, "update user_preferences set theme = 'light' where user_id = 'bob'")).toBe(0);
    await expect(
      run(operator, "update user_preferences set user_id = 'cat' where user_id = 'bob'"),
    ).rejects.toThrow(refused);
    expect(await run(onlooker, "insert into user_preferences (user_id, theme) values ('cat', 'dark')")).toBe(
      1,
    );
    await expect(run(onlooker, "insert into user_preferences (user_id) values ('dan')")).rejects.toThrow(
      refused,
    );
  });

  test("views are seen by their owner, and by others where they are shared", async () => {
    expect(await count(admin, "saved_views")).toBe(2);
    expect(await count(operator, "saved_views")).toBe(1);
    expect(await run(operator, "update saved_views set name = 'x'")).toBe(0);
    expect(await run(operator, "delete from saved_views")).toBe(0);
  });

  test("a viewer keeps views of its own and shares none", async () => {
    expect(
      await run(
        onlooker,
        "insert into saved_views (user_id, page, name, query) values ('cat', 'p', 'n', '')",
      ),
    ).toBe(1);
    await expect(
      run(onlooker, "update saved_views set is_shared = true where user_id = 'cat'"),
    ).rejects.toThrow(refused);
    expect(
      await run(
        operator,
        "insert into saved_views (user_id, page, name, query, is_shared) values ('bob', 'p', 'n', '', true)",
      ),
    ).toBe(1);
  });

  test("a user changes its name but not its role, address or access", async () => {
    expect(await run(operator, "update users set name = 'Bobby' where id = 'bob'")).toBe(1);
    await expect(run(operator, "update users set role = 'admin' where id = 'bob'")).rejects.toThrow(refused);
    await expect(
      run(operator, "update users set email = 'ann2@example.com' where id = 'bob'"),
    ).rejects.toThrow(refused);
    expect(await run(operator, "update users set name = 'x' where id = 'ann'")).toBe(0);
    expect(await run(admin, "update users set role = 'operator' where id = 'bob'")).toBe(1);
    expect(await count(operator, "users")).toBe(1);
  });
});

describe("secrets of sign-in", () => {
  test.each(["auth_accounts", "auth_verifications", "auth_rate_limits"] as const)(
    "%s cannot be read in the name of a viewer, administrators included",
    async (table) => {
      expect(await count(admin, table)).toBe(0);
    },
  );

  test("sessions are seen and ended by their user and by administrators", async () => {
    expect(await count(onlooker, "auth_sessions")).toBe(0);
    expect(await count(operator, "auth_sessions")).toBe(1);
    expect(await run(operator, "delete from auth_sessions where user_id = 'ann'")).toBe(0);
    expect(await count(admin, "auth_sessions")).toBe(2);
  });
});

describe("roles", () => {
  test.each(["invitations", "api_tokens", "audit_log", "outbox"] as const)(
    "%s is for administrators",
    async (table) => {
      expect(await count(onlooker, table)).toBe(0);
      expect(await count(operator, table)).toBe(0);
      expect(await count(admin, table)).toBeGreaterThan(0);
    },
  );

  test.each([
    "insert into settings (name, version, value, changed_by) values ('s', 2, '1', 'cat')",
    "insert into invitations (email, role, token_hash, expires_at) values ('z@example.com', 'admin', 'z', now())",
    "insert into api_tokens (name, prefix, token_hash, role, expires_at) values ('t', 'p', 'z', 'admin', now())",
    "insert into outbox (template, recipient, data, dedupe_key) values ('invitation', 'z@example.com', '{}', 'z')",
    "insert into user_scopes (user_id, customer_id) values ('cat', 1)",
    "insert into customers (customer_id) values (9)",
    "update customers set name = 'x'",
    "delete from sessions",
  ])("a viewer cannot: %s", async (statement) => {
    await expect(run(onlooker, statement)).rejects.toThrow(refused);
  });
});

describe("logs only grow", () => {
  test.each(["change_log", "event_log", "audit_log"])("%s", async (table) => {
    await expect(run(admin, `delete from ${table}`)).rejects.toThrow(refused);
    await expect(run(admin, `truncate ${table}`)).rejects.toThrow(refused);
  });

  test("the audit log refuses its owner too", async () => {
    await expect(sql.raw("update audit_log set action = 'nothing'").execute(owner)).rejects.toThrow(refused);
    await expect(sql.raw("delete from audit_log").execute(owner)).rejects.toThrow(refused);
    await expect(sql.raw("truncate audit_log").execute(owner)).rejects.toThrow(refused);
  });

  test("nobody writes into it in another's name", async () => {
    const entry = (actor: string) =>
      `insert into audit_log (actor_id, actor_kind, actor_name, action, entity, entity_id) values ('${actor}', 'user', '', 'a', 'e', '1')`;
    expect(await run(onlooker, entry("cat"))).toBe(1);
    await expect(run(onlooker, entry("ann"))).rejects.toThrow(refused);
  });
});

describe("limits to customers and subjects", () => {
  test("a limited viewer sees its customers and subjects only", async () => {
    const limited = viewer("cat", "viewer", { customerIds: [1, 3], subjectCodes: ["math"] });
    expect(await count(limited, "customers")).toBe(2);
    expect(await count(limited, "sessions")).toBe(2);
    expect(await count(viewer("cat", "viewer", { subjectCodes: ["art"] }), "sessions")).toBe(3);
    expect(await count(onlooker, "sessions")).toBe(6);
  });

  test("a viewer with an empty list sees nothing", async () => {
    const none = viewer("cat", "viewer", { customerIds: [], subjectCodes: [] });
    expect(await count(none, "customers")).toBe(0);
    expect(await count(none, "sessions")).toBe(0);
  });
});

describe("what sources push", () => {
  const sender = viewer("system:push", "viewer");
  const add =
    "insert into pushed_batches (webhook_id, resource, body_sha256, body, received, accepted, quarantined, superseded) values";

  test("is added by the route that takes it alone, and is not changed or removed by anybody", async () => {
    expect(await run(sender, `${add} ('msg_1', 'calls', 'h', '{}', 0, 0, 0, 0)`)).toBe(1);
    for (const who of [admin, operator, onlooker]) {
      await expect(run(who, `${add} ('msg_2', 'calls', 'h', '{}', 0, 0, 0, 0)`)).rejects.toThrow(refused);
    }
    for (const who of [admin, sender]) {
      await expect(run(who, "update pushed_batches set resource = 'sessions'")).rejects.toThrow(refused);
      await expect(run(who, "delete from pushed_batches")).rejects.toThrow(refused);
      await expect(run(who, "select body from pushed_batches")).rejects.toThrow(refused);
    }
  });

  test("is seen by administrators, without its body", async () => {
    const seen = "select webhook_id, received from pushed_batches";
    const countSeen = async (who: Viewer) =>
      await asViewer(web, who, async (trx) => (await sql.raw(seen).execute(trx)).rows.length);
    expect(await countSeen(admin)).toBe(1);
    expect(await countSeen(sender)).toBe(1);
    expect(await countSeen(operator)).toBe(0);
    expect((await sql.raw(seen).execute(web)).rows).toEqual([]);
  });
});
