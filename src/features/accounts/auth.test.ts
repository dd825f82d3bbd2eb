import { sql } from "kysely";
import { expect, test } from "vitest";
import { cookieOf, openAccounts, testPassword } from "#test/accounts/open-accounts.ts";
import { accountTries } from "./limits.ts";

const accounts = await openAccounts();
const { owner, post, signIn, addUser, resolveViewer } = accounts;

const viewerOf = (cookie: string) => resolveViewer({ headers: new Headers({ cookie }) });

async function actionsOn(userId: string): Promise<string[]> {
  const rows = await owner
    .selectFrom("audit_log")
    .select("action")
    .where("entity_id", "=", userId)
    .orderBy("audit_id")
    .execute();
  return rows.map((row) => row.action);
}

test("the right password signs in, with a cookie that scripts cannot read", async () => {
  const id = await addUser({ email: "ana@example.com", name: "Ana", role: "operator" });
  const answer = await post("/sign-in/email", { email: "Ana@Example.com", password: testPassword });
  expect(answer.status).toBe(200);
  const setCookie = answer.headers.getSetCookie().join();
  expect(setCookie).toContain("operations.session_token=");
  expect(setCookie).toMatch(/HttpOnly/i);
  expect(setCookie).toMatch(/SameSite=Lax/i);
  expect(await viewerOf(cookieOf(answer))).toEqual({
    userId: id,
    kind: "user",
    name: "Ana",
    role: "operator",
    timezone: "UTC",
    customerIds: null,
    subjectCodes: null,
  });
  expect(await actionsOn(id)).toEqual(["user.signed_in"]);
});

test("a wrong password and an unknown address get the same answer", async () => {
  const id = await addUser({ email: "ben@example.com" });
  const wrong = await post("/sign-in/email", { email: "ben@example.com", password: "not the password" });
  const unknown = await post("/sign-in/email", { email: "nobody@example.com", password: "not the password" });
  expect([wrong.status, await wrong.json()]).toEqual([unknown.status, await unknown.json()]);
  expect(wrong.status).toBe(401);
  expect(await actionsOn(id)).toEqual(["user.sign_in_refused"]);
});

test("a cookie whose signature was changed is nobody's", async () => {
  await addUser({ email: "cleo@example.com" });
  const cookie = await signIn("cleo@example.com");
  const [name, value = ""] = cookie.split("=");
  const other = value[5] === "a" ? "b" : "a";
  expect(await viewerOf(`${name}=${value.slice(0, 5)}${other}${value.slice(6)}`)).toBeNull();
  expect(await viewerOf(cookie)).not.toBeNull();
});

test("nobody makes an account without an invitation", async () => {
  const answer = await post("/sign-up/email", {
    name: "Eve",
    email: "eve@example.com",
    password: testPassword,
  });
  expect(answer.status).toBe(404);
});

test("a page of another site cannot sign anybody in or out", async () => {
  await addUser({ email: "dora@example.com" });
  const cookie = await signIn("dora@example.com");
  const { handleAuthRequest } = await import("./handle-auth-request.ts");
  const answer = await handleAuthRequest(
    accounts.auth,
    new Request("http://localhost:3511/api/auth/sign-out", {
      method: "POST",
      headers: { cookie, origin: "https://evil.example", "content-type": "application/json" },
      body: "{}",
    }),
  );
  expect(answer.status).toBe(403);
  expect(await viewerOf(cookie)).not.toBeNull();
});

test("guessing at one account ends with 429 and the seconds to wait, also from many addresses", async () => {
  await addUser({ email: "finn@example.com" });
  const tries = Array.from({ length: accountTries.max + 3 }, (_, at) =>
    post(
      "/sign-in/email",
      { email: "finn@example.com", password: `guess number ${at}` },
      { address: `198.51.100.${at}` },
    ),
  );
  const statuses = (await Promise.all(tries)).map((answer) => answer.status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(accountTries.max);
  expect(statuses.filter((status) => status === 429)).toHaveLength(3);

  const refused = await post("/sign-in/email", { email: "FINN@example.com", password: testPassword });
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(800);
  const body: unknown = await refused.json();
  expect(body).toMatchObject({
    message: expect.stringMatching(/^Too many tries\. Wait 15 minutes, then try again\.$/),
  });
  // Others sign in meanwhile.
  await addUser({ email: "gus@example.com" });
  expect(await signIn("gus@example.com")).toContain("session_token");
});

test("the right password forgets earlier tries", async () => {
  await addUser({ email: "hana@example.com" });
  for (let round = 0; round < 2; round++) {
    for (let at = 0; at < accountTries.max - 1; at++) {
      await post(
        "/sign-in/email",
        { email: "hana@example.com", password: "wrong wrong wrong" },
        { address: `192.0.2.${round * 20 + at}` },
      );
    }
    const answer = await post(
      "/sign-in/email",
      { email: "hana@example.com", password: testPassword },
      { address: "192.0.2.99" },
    );
    expect(answer.status).toBe(200);
  }
});

test("a disabled user is told so after the right password alone, and gets no session", async () => {
  const id = await addUser({ email: "ivan@example.com" });
  await owner.updateTable("users").set({ disabled_at: sql`now()` }).where("id", "=", id).execute();
  const right = await post("/sign-in/email", { email: "ivan@example.com", password: testPassword });
  expect([right.status, await right.json()]).toEqual([
    403,
    { code: "ACCOUNT_DISABLED", message: "This account is disabled. Ask an administrator to enable it." },
  ]);
  const wrong = await post("/sign-in/email", { email: "ivan@example.com", password: "not the password" });
  expect(wrong.status).toBe(401);
  const sessions = await owner.selectFrom("auth_sessions").selectAll().where("user_id", "=", id).execute();
  expect(sessions).toEqual([]);
});

test("a user with limits is a viewer with limits", async () => {
  const id = await addUser({ email: "june@example.com" });
  await owner
    .insertInto("user_scopes")
    .values([
      { user_id: id, customer_id: 7 },
      { user_id: id, customer_id: 9 },
      { user_id: id, subject_code: "math" },
    ])
    .execute();
  const viewer = await viewerOf(await signIn("june@example.com"));
  expect(viewer).toMatchObject({ customerIds: [7, 9], subjectCodes: ["math"] });
});

test("signing out ends the session in the database and in this process's memory", async () => {
  await addUser({ email: "kim@example.com" });
  const cookie = await signIn("kim@example.com");
  expect(await viewerOf(cookie)).not.toBeNull();
  expect((await post("/sign-out", {}, { cookie })).status).toBe(200);
  expect(await viewerOf(cookie)).toBeNull();
});

test("a reset goes through the outbox, works once, and signs every browser out", async () => {
  const id = await addUser({ email: "lea@example.com", name: "Lea" });
  const cookie = await signIn("lea@example.com");
  expect(await viewerOf(cookie)).not.toBeNull();

  const asked = await post("/request-password-reset", { email: "lea@example.com" });
  const unknown = await post("/request-password-reset", { email: "nobody@example.com" });
  expect([asked.status, await asked.json()]).toEqual([unknown.status, await unknown.json()]);

  const mails = await owner
    .selectFrom("outbox")
    .selectAll()
    .where("recipient", "=", "lea@example.com")
    .execute();
  expect(mails).toMatchObject([{ template: "password-reset", state: "queued" }]);
  expect(
    await owner
      .selectFrom("outbox")
      .select("mail_id")
      .where("recipient", "=", "nobody@example.com")
      .execute(),
  ).toEqual([]);
  const { link } = mails[0]!.data as { link: string };
  const token = new URL(link).searchParams.get("token");
  expect(link).toBe(`http://localhost:3511/reset-password?token=${token}`);
  const stored = await owner.selectFrom("auth_verifications").select(["identifier", "value"]).execute();
  expect(JSON.stringify(stored)).not.toContain(token);

  const short = await post("/reset-password", { token, newPassword: "too short" });
  expect([short.status, await short.json()]).toEqual([
    400,
    { code: "PASSWORD_TOO_SHORT", message: "Choose a password of at least 12 characters." },
  ]);
  const done = await post("/reset-password", { token, newPassword: "a new long password" });
  expect(done.status).toBe(200);
  const again = await post("/reset-password", { token, newPassword: "another long password" });
  expect(await again.json()).toMatchObject({
    message: "This link has been used or has expired. Ask for a new one.",
  });

  expect(await viewerOf(cookie)).toBeNull();
  expect((await post("/sign-in/email", { email: "lea@example.com", password: testPassword })).status).toBe(
    401,
  );
  expect(await viewerOf(await signIn("lea@example.com", "a new long password"))).toMatchObject({
    name: "Lea",
  });
  expect(await actionsOn(id)).toEqual([
    "user.signed_in",
    "user.password_reset",
    "user.sign_in_refused",
    "user.signed_in",
  ]);
});

test("a link for a reset dies after its time", async () => {
  await addUser({ email: "max@example.com" });
  await post("/request-password-reset", { email: "max@example.com" }, { address: "192.0.2.200" });
  const mail = await owner
    .selectFrom("outbox")
    .select("data")
    .where("recipient", "=", "max@example.com")
    .executeTakeFirstOrThrow();
  const token = new URL((mail.data as { link: string }).link).searchParams.get("token");
  await owner
    .updateTable("auth_verifications")
    .set({ expires_at: sql`now() - interval '1 second'` })
    .execute();
  const late = await post(
    "/reset-password",
    { token, newPassword: "a new long password" },
    { address: "192.0.2.200" },
  );
  expect(late.status).toBe(400);
});

test("a disabled user gets no mail for a reset", async () => {
  const id = await addUser({ email: "nia@example.com" });
  await owner.updateTable("users").set({ disabled_at: sql`now()` }).where("id", "=", id).execute();
  const answer = await post(
    "/request-password-reset",
    { email: "nia@example.com" },
    { address: "192.0.2.201" },
  );
  expect(answer.status).toBe(200);
  expect(
    await owner.selectFrom("outbox").select("mail_id").where("recipient", "=", "nia@example.com").execute(),
  ).toEqual([]);
});

test("changing the password asks for the current one and can sign out other browsers", async () => {
  await addUser({ email: "otto@example.com" });
  const here = await signIn("otto@example.com");
  const elsewhere = await signIn("otto@example.com");
  const wrong = await post(
    "/change-password",
    { currentPassword: "not the password", newPassword: "a new long password" },
    { cookie: here },
  );
  expect(await wrong.json()).toMatchObject({ message: "The current password is wrong." });
  const right = await post(
    "/change-password",
    { currentPassword: testPassword, newPassword: "a new long password", revokeOtherSessions: true },
    { cookie: here },
  );
  expect(right.status).toBe(200);
  expect(await viewerOf(cookieOf(right))).not.toBeNull();
  expect(await viewerOf(elsewhere)).toBeNull();
});
