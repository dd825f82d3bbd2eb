import { sql } from "kysely";
import { expect, test } from "vitest";
import { inTransaction } from "#db/transaction.ts";
import { systemActor } from "#platform/audit.ts";
import { openAccounts, testPassword } from "#test/accounts/open-accounts.ts";
import { changeUser } from "./users.ts";
import { forgetViewer } from "./viewer-cache.ts";

const { owner, call, post, signIn, addUser, resolveViewer } = await openAccounts();

const adminId = await addUser({ email: "admin@example.com", name: "Ada", role: "admin" });
const admin = await signIn("admin@example.com");

const viewerOf = (cookie: string) => resolveViewer({ headers: new Headers({ cookie }) });
const tokenOf = (link: string) => link.split("/").at(-1)!;

async function lastMailTo(recipient: string): Promise<string> {
  const mail = await owner
    .selectFrom("outbox")
    .select("data")
    .where("recipient", "=", recipient)
    .orderBy("mail_id", "desc")
    .executeTakeFirstOrThrow();
  return (mail.data as { link: string }).link;
}

async function auditOf(entity: string, entityId: string) {
  return await owner
    .selectFrom("audit_log")
    .select(["action", "actor_id", "request_id", "details"])
    .where("entity", "=", entity)
    .where("entity_id", "=", entityId)
    .orderBy("audit_id")
    .execute();
}

test("an invitation goes through the outbox, makes the account it promises, and works once", async () => {
  const made = await call("POST", "/invitations", {
    cookie: admin,
    body: { email: "Nina@Example.com", role: "operator" },
  });
  expect(made.status).toBe(201);
  const link = await lastMailTo("nina@example.com");
  expect(made.body.link).toBe(link);
  const stored = await owner.selectFrom("invitations").selectAll().execute();
  expect(JSON.stringify(stored)).not.toContain(tokenOf(link));

  const person = {
    token: tokenOf(link),
    name: "Nina",
    password: "a long new password",
    timezone: "Europe/Berlin",
  };
  const short = await call("POST", "/invitations/accept", { body: { ...person, password: "short" } });
  expect(short.status).toBe(400);
  expect(short.body.detail).toContain("at least 12 characters");
  const accepted = await call("POST", "/invitations/accept", { body: person });
  expect(accepted).toEqual({ status: 201, body: { email: "nina@example.com" } });
  expect((await call("POST", "/invitations/accept", { body: person })).status).toBe(404);

  const viewer = await viewerOf(await signIn("nina@example.com", "a long new password"));
  expect(viewer).toMatchObject({ name: "Nina", role: "operator", timezone: "Europe/Berlin" });
  expect(await auditOf("user", viewer!.userId)).toMatchObject([
    { action: "invitation.accepted", actor_id: "system" },
    { action: "user.signed_in", actor_id: viewer!.userId },
  ]);
  const list = await call("GET", "/invitations", { cookie: admin });
  expect(list.body.data).toMatchObject([{ email: "nina@example.com", state: "accepted", invitedBy: "Ada" }]);
});

test("sending an invitation again ends the earlier link; withdrawing ends it for good", async () => {
  const made = await call("POST", "/invitations", {
    cookie: admin,
    body: { email: "omar@example.com", role: "viewer" },
  });
  const twice = await call("POST", "/invitations", {
    cookie: admin,
    body: { email: "omar@example.com", role: "viewer" },
  });
  expect(twice.status).toBe(409);
  const first = String(made.body.link);
  const again = await call("POST", `/invitations/${made.body.id}/resend`, { cookie: admin });
  expect(await lastMailTo("omar@example.com")).toBe(again.body.link);

  const accept = (link: string) =>
    call("POST", "/invitations/accept", {
      body: { token: tokenOf(link), name: "Omar", password: testPassword },
    });
  expect((await accept(first)).status).toBe(404);
  expect((await call("DELETE", `/invitations/${made.body.id}`, { cookie: admin })).status).toBe(204);
  expect((await accept(String(again.body.link))).status).toBe(404);
  expect((await auditOf("invitation", String(made.body.id))).map((entry) => entry.action)).toEqual([
    "invitation.created",
    "invitation.sent_again",
    "invitation.revoked",
  ]);
});

test("an invitation dies after its time and makes room for another", async () => {
  const made = await call("POST", "/invitations", {
    cookie: admin,
    body: { email: "pia@example.com", role: "viewer" },
  });
  await owner
    .updateTable("invitations")
    .set({ expires_at: sql`now() - interval '1 second'` })
    .where("invitation_id", "=", Number(made.body.id))
    .execute();
  const late = await call("POST", "/invitations/accept", {
    body: { token: tokenOf(String(made.body.link)), name: "Pia", password: testPassword },
  });
  expect(late.status).toBe(404);
  const next = await call("POST", "/invitations", {
    cookie: admin,
    body: { email: "pia@example.com", role: "viewer" },
  });
  expect(next.status).toBe(201);
});

test("somebody with an account is not invited", async () => {
  const answer = await call("POST", "/invitations", {
    cookie: admin,
    body: { email: "admin@example.com", role: "viewer" },
  });
  expect([answer.status, answer.body.detail]).toEqual([409, "admin@example.com has an account already."]);
});

test("an API token is shown once, carries its role, and is refused when revoked or past its end", async () => {
  const made = await call("POST", "/api-tokens", {
    cookie: admin,
    body: { name: "export", role: "viewer", days: 30 },
  });
  const token = String(made.body.secret);
  expect(token).toMatch(/^ops_[\w-]{43}$/);
  const stored = await owner.selectFrom("api_tokens").selectAll().execute();
  expect(JSON.stringify(stored)).not.toContain(token);

  expect((await call("GET", "/me", { token })).body).toMatchObject({
    kind: "token",
    name: "export",
    role: "viewer",
  });
  expect((await call("GET", "/users", { token })).status).toBe(403);
  expect((await call("PATCH", "/me", { token, body: { name: "x" } })).status).toBe(403);
  const list = await call("GET", "/api-tokens", { cookie: admin });
  expect(list.body.data).toMatchObject([{ name: "export", prefix: token.slice(0, 10), createdBy: "Ada" }]);
  expect((list.body.data as { lastUsedAt: string | null }[])[0]!.lastUsedAt).not.toBeNull();

  expect((await call("DELETE", `/api-tokens/${made.body.id}`, { cookie: admin })).status).toBe(204);
  expect((await call("GET", "/me", { token })).status).toBe(401);

  const second = await call("POST", "/api-tokens", { cookie: admin, body: { name: "short", role: "admin" } });
  await owner
    .updateTable("api_tokens")
    .set({ expires_at: sql`now()` })
    .where("token_id", "=", Number(second.body.id))
    .execute();
  expect((await call("GET", "/me", { token: String(second.body.secret) })).status).toBe(401);
});

test("a wrong token does not fall back to the cookie, and a token makes no other", async () => {
  expect((await call("GET", "/me", { cookie: admin, token: "ops_wrong" })).status).toBe(401);
  const made = await call("POST", "/api-tokens", { cookie: admin, body: { name: "root", role: "admin" } });
  const answer = await call("POST", "/api-tokens", {
    token: String(made.body.secret),
    body: { name: "more", role: "admin" },
  });
  expect(answer.status).toBe(403);
});

test("a change of role counts at once and stands in the log with its request", async () => {
  const id = await addUser({ email: "quin@example.com", role: "viewer" });
  const cookie = await signIn("quin@example.com");
  expect((await call("GET", "/users", { cookie })).status).toBe(403);
  expect((await call("PATCH", `/users/${id}`, { cookie: admin, body: { role: "admin" } })).status).toBe(204);
  expect((await call("GET", "/users", { cookie })).status).toBe(200);
  const entry = (await auditOf("user", id)).at(-1)!;
  expect(entry).toMatchObject({
    action: "user.role_changed",
    actor_id: adminId,
    details: { from: "viewer", to: "admin" },
  });
  expect(entry.request_id).toBeTruthy();
  expect((await call("PATCH", `/users/${id}`, { cookie: admin, body: { role: "viewer" } })).status).toBe(204);
});

test("a disabled user is out at once, with its tokens, and in again when enabled", async () => {
  const id = await addUser({ email: "rosa@example.com", role: "admin" });
  const cookie = await signIn("rosa@example.com");
  const made = await call("POST", "/api-tokens", { cookie, body: { name: "rosa's", role: "viewer" } });
  const token = String(made.body.secret);
  expect((await call("GET", "/me", { token })).status).toBe(200);

  expect((await call("PATCH", `/users/${id}`, { cookie: admin, body: { disabled: true } })).status).toBe(204);
  expect((await call("GET", "/me", { cookie })).status).toBe(401);
  expect((await post("/sign-in/email", { email: "rosa@example.com", password: testPassword })).status).toBe(
    403,
  );
  const revoked = await owner
    .selectFrom("api_tokens")
    .select("revoked_at")
    .where("created_by", "=", id)
    .executeTakeFirstOrThrow();
  expect(revoked.revoked_at).not.toBeNull();

  await call("PATCH", `/users/${id}`, { cookie: admin, body: { disabled: false } });
  expect(await signIn("rosa@example.com")).toContain("session_token");
});

test("there is always an administrator, and nobody disables the own account", async () => {
  await owner.updateTable("users").set({ role: "viewer" }).where("id", "!=", adminId).execute();
  const demoted = await call("PATCH", `/users/${adminId}`, { cookie: admin, body: { role: "viewer" } });
  expect([demoted.status, demoted.body.detail]).toEqual([
    409,
    "admin@example.com is the only administrator. Make somebody else an administrator first.",
  ]);
  expect((await call("PATCH", `/users/${adminId}`, { cookie: admin, body: { disabled: true } })).status).toBe(
    409,
  );
});

test("two administrators who demote each other at the same moment do not both succeed", async () => {
  await owner.updateTable("users").set({ role: "viewer" }).where("id", "!=", adminId).execute();
  const otherId = await addUser({ email: "sven@example.com", role: "admin" });
  const demote = (userId: string) =>
    inTransaction(owner, (trx) => changeUser(trx, systemActor, userId, { role: "viewer" }));
  const outcomes = await Promise.allSettled([demote(adminId), demote(otherId)]);
  expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const left = await owner.selectFrom("users").select("id").where("role", "=", "admin").execute();
  expect(left).toHaveLength(1);
  await owner.updateTable("users").set({ role: "admin" }).where("id", "=", adminId).execute();
  forgetViewer(adminId);
});

test("limits to customers and subjects count at once and can be lifted", async () => {
  const id = await addUser({ email: "tara@example.com" });
  const cookie = await signIn("tara@example.com");
  await call("PATCH", `/users/${id}`, {
    cookie: admin,
    body: { customerIds: [3, 3, 5], subjectCodes: ["math"] },
  });
  expect(await viewerOf(cookie)).toMatchObject({ customerIds: [3, 5], subjectCodes: ["math"] });
  await call("PATCH", `/users/${id}`, { cookie: admin, body: { customerIds: [] } });
  expect(await viewerOf(cookie)).toMatchObject({ customerIds: null, subjectCodes: ["math"] });
});

test("users come by address in pages, and are found by name or address", async () => {
  const first = await call("GET", "/users?limit=2", { cookie: admin });
  expect(first.body.data).toHaveLength(2);
  const second = await call("GET", `/users?limit=2&cursor=${first.body.nextCursor}`, { cookie: admin });
  const emails = [
    ...(first.body.data as { email: string }[]),
    ...(second.body.data as { email: string }[]),
  ].map((u) => u.email);
  expect(emails).toEqual(emails.toSorted());
  expect(new Set(emails).size).toBe(4);
  const found = await call("GET", "/users?search=ADA", { cookie: admin });
  expect(found.body).toMatchObject({ total: 1, data: [{ email: "admin@example.com" }] });
  expect((await call("GET", "/users?search=%25", { cookie: admin })).body.total).toBe(0);
});

test("a user sees the own browsers, signs one out, or all at once", async () => {
  await addUser({ email: "uma@example.com" });
  const here = await signIn("uma@example.com");
  const there = await signIn("uma@example.com");
  const third = await signIn("uma@example.com");
  const { body } = await call("GET", "/me/browsers", { cookie: here });
  const browsers = body.data as { id: string; isCurrent: boolean }[];
  expect(browsers.map((browser) => browser.isCurrent)).toEqual([false, false, true]);
  expect(JSON.stringify(body)).not.toContain(decodeURIComponent(here.split("=")[1]!).split(".")[0]);

  expect((await call("DELETE", `/me/browsers/${browsers[1]!.id}`, { cookie: here })).status).toBe(204);
  expect(await viewerOf(there)).toBeNull();
  // Somebody else's session is not found.
  expect((await call("DELETE", `/me/browsers/${browsers[0]!.id}`, { cookie: admin })).status).toBe(404);

  expect((await call("DELETE", "/me/browsers?keepThis=true", { cookie: here })).body).toEqual({ ended: 1 });
  expect(await viewerOf(third)).toBeNull();
  expect((await call("DELETE", "/me/browsers", { cookie: here })).body).toEqual({ ended: 1 });
  expect(await viewerOf(here)).toBeNull();
});

test("an administrator signs a user out everywhere", async () => {
  const id = await addUser({ email: "vera@example.com" });
  const cookie = await signIn("vera@example.com");
  expect(await viewerOf(cookie)).not.toBeNull();
  expect((await call("POST", `/users/${id}/sign-out`, { cookie: admin })).body).toEqual({ ended: 1 });
  expect(await viewerOf(cookie)).toBeNull();
});

test("profile and preferences are the user's own", async () => {
  await addUser({ email: "walt@example.com", name: "Walt" });
  const cookie = await signIn("walt@example.com");
  expect((await call("GET", "/me", { cookie })).body).toMatchObject({
    name: "Walt",
    theme: "system",
    density: "comfortable",
  });
  const change = { name: "Walter", timezone: "Asia/Tokyo", theme: "dark", density: "compact" };
  expect((await call("PATCH", "/me", { cookie, body: change })).body).toMatchObject(change);
  expect((await call("PATCH", "/me", { cookie, body: { theme: "light" } })).body).toMatchObject({
    theme: "light",
    density: "compact",
  });
  expect((await viewerOf(cookie))!.timezone).toBe("Asia/Tokyo");
  const wrong = await call("PATCH", "/me", { cookie, body: { timezone: "Mars/Olympus" } });
  expect([wrong.status, wrong.body.detail]).toEqual([
    400,
    expect.stringContaining("Choose a timezone such as Europe/Berlin"),
  ]);
  // What is not offered is not taken: nobody makes himself an administrator.
  await call("PATCH", "/me", { cookie, body: { role: "admin" } });
  expect((await viewerOf(cookie))!.role).toBe("viewer");
});

test("reading a mail stands in the audit log; only failed and held ones are sent again", async () => {
  const list = await call("GET", "/outbox", { cookie: admin });
  expect(list.body).toMatchObject({ sending: false });
  const [mail] = list.body.data as { id: number; state: string }[];
  const read = await call("GET", `/outbox/${mail!.id}`, { cookie: admin });
  expect(read.body).toMatchObject({ id: mail!.id, html: null });
  expect(await auditOf("mail", String(mail!.id))).toMatchObject([{ action: "mail.read", actor_id: adminId }]);
  expect((await call("POST", `/outbox/${mail!.id}/send`, { cookie: admin })).status).toBe(409);
  await owner.updateTable("outbox").set({ state: "failed" }).where("mail_id", "=", mail!.id).execute();
  expect((await call("POST", `/outbox/${mail!.id}/send`, { cookie: admin })).status).toBe(204);
});

test("the audit log is read newest first, by kind and by person", async () => {
  const all = await call("GET", "/audit?limit=5", { cookie: admin });
  const ids = (all.body.data as { id: number }[]).map((entry) => entry.id);
  expect(ids).toEqual(ids.toSorted((a, b) => b - a));
  const more = await call("GET", `/audit?limit=5&cursor=${all.body.nextCursor}`, { cookie: admin });
  expect((more.body.data as { id: number }[])[0]!.id).toBeLessThan(ids.at(-1)!);
  const invitations = await call("GET", "/audit?action=invitation.&limit=200", { cookie: admin });
  const actions = (invitations.body.data as { action: string }[]).map((entry) => entry.action);
  expect(actions.length).toBeGreaterThan(0);
  expect(actions.every((action) => action.startsWith("invitation."))).toBe(true);
  const mine = await call("GET", `/audit?actor=${adminId}&limit=200`, { cookie: admin });
  expect(mine.body.total).toBeLessThan(Number(all.body.total));
});
