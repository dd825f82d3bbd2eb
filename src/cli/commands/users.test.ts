import { execFile } from "node:child_process";
import { afterAll, expect, test } from "vitest";
import { createTestDatabase } from "#test/database/create-test-database.ts";

const database = await createTestDatabase();
afterAll(() => database.drop());

type Outcome = { code: number; stdout: string; stderr: string };

const ops = async (args: readonly string[], more: Record<string, string> = {}): Promise<Outcome> =>
  await new Promise((resolve) => {
    const env = { NODE_ENV: "test" as const, DATABASE_URL: database.ownerUrl, ...more };
    execFile(process.execPath, ["src/cli/ops.ts", "users", ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });

test("the first administrator is made from the environment, once", async () => {
  const given = { ADMIN_EMAIL: "boss@example.com", ADMIN_PASSWORD: "a long password" };
  const made = await ops(["ensure-admin", "--json"], given);
  expect(made).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(made.stdout)).toEqual({ email: "boss@example.com", generatedPassword: null });
  expect(JSON.parse((await ops(["ensure-admin", "--json"], given)).stdout)).toBeNull();
});

test("users are added, listed, changed and disabled", async () => {
  const made = await ops(["create", "--email", "Nina@Example.com", "--role", "operator", "--json"]);
  const { email, password } = JSON.parse(made.stdout);
  expect([email, password]).toEqual(["nina@example.com", expect.stringMatching(/^\w{20}$/)]);
  expect((await ops(["role", "nina@example.com", "viewer"])).code).toBe(0);
  expect((await ops(["disable", "nina@example.com"])).code).toBe(0);
  const list = JSON.parse((await ops(["list", "--json"])).stdout);
  expect(list).toMatchObject([
    { email: "boss@example.com", role: "admin", disabled_at: null },
    { email: "nina@example.com", role: "viewer", disabled_at: expect.any(String) },
  ]);
  const reset = JSON.parse((await ops(["reset-password", "nina@example.com", "--json"])).stdout);
  expect(reset.password).not.toBe(password);
});

test("a token is printed once", async () => {
  const made = await ops(["token", "--name", "bench", "--role", "viewer", "--days", "1", "--json"]);
  expect(JSON.parse(made.stdout)).toMatchObject({ token: expect.stringMatching(/^ops_/), role: "viewer" });
});

test.each([
  [["role", "boss@example.com", "viewer"], 5, "boss@example.com is the only administrator."],
  [["role", "boss@example.com", "king"], 2, "king is no role. Use viewer, operator, admin."],
  [["create", "--email", "nobody"], 2, "nobody is no e-mail address."],
])("ops users %s ends with code %i and one sentence", async (args, code, sentence) => {
  const outcome = await ops(args);
  expect(outcome).toMatchObject({ code, stdout: "", stderr: expect.stringContaining(sentence) });
  expect(outcome.stderr.trim().split("\n")).toHaveLength(1);
});
