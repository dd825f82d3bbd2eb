import { expect, test } from "vitest";
import { openAccounts } from "#test/accounts/open-accounts.ts";
import { ensureAdministrator, generatePassword } from "./ensure-administrator.ts";

const { owner, signIn, resolveViewer } = await openAccounts();

test("however many processes start, one makes the first administrator, who can sign in", async () => {
  const made = await Promise.all([1, 2, 3].map(() => ensureAdministrator(owner, {})));
  const first = made.filter((outcome) => outcome !== null);
  expect(first).toHaveLength(1);
  expect(first[0]!.email).toBe("admin@example.com");
  const cookie = await signIn("admin@example.com", first[0]!.generatedPassword!);
  expect(await resolveViewer({ headers: new Headers({ cookie }) })).toMatchObject({ role: "admin" });
  expect(
    await ensureAdministrator(owner, { email: "other@example.com", password: "a long password" }),
  ).toBeNull();
});

test("a given password is not repeated", async () => {
  await owner.updateTable("users").set({ role: "viewer" }).execute();
  const made = await ensureAdministrator(owner, { email: "Boss@Example.com", password: "a long password" });
  expect(made).toEqual({ email: "boss@example.com", generatedPassword: null });
  expect(await signIn("boss@example.com", "a long password")).toContain("session_token");
});

test("generated passwords differ and hold no letters that look alike", () => {
  const passwords = Array.from({ length: 50 }, generatePassword);
  expect(new Set(passwords).size).toBe(50);
  for (const password of passwords) expect(password).toMatch(/^[^0O1lIB8S5]{20}$/);
});
