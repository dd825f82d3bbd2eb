import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startForTest } from "#mock/server/start-for-test.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { startNode } from "#test/start-node.ts";

let database: TestDatabase;
let source: Awaited<ReturnType<typeof startForTest>>;

beforeAll(async () => {
  [database, source] = [await createTestDatabase(), await startForTest({ customers: 60 })];
});

afterAll(async () => {
  await source.mock.stop();
  await database.drop();
});

async function demo(args: readonly string[], variables: Record<string, string> = {}) {
  const { child, written } = startNode("src/cli/ops.ts", args, {
    DATABASE_URL: database.ownerUrl,
    SOURCE_API_URL: source.mock.url,
    SOURCE_API_TOKEN: "rails-token",
    APP_URL: "http://dashboard.test:3000",
    ...variables,
  });
  const [code] = await once(child, "close");
  return { code, ...written };
}

test("says whom it is about, what was done, where to look and what to do there", async () => {
  const { code, out, err } = await demo(["demo", "customer-at-risk"]);
  expect([code, err]).toEqual([0, ""]);
  const id = /, customer (\d+): /.exec(out)?.[1];
  expect(out).toContain(`http://dashboard.test:3000/customers/${id}\n`);
  expect(out).toMatch(
    /What was done at the source\n.*rated a session 1\.5.*Where to look.*What to do there\n {2}1\. /s,
  );
  expect(out).not.toContain("What happens in the product");
}, 120_000);

test("what does not come within the time ends it with a code, and with where to search", async () => {
  // Nobody reads the source here.
  const { code, out, err } = await demo(["--json", "demo", "tutor-declines", "--follow", "--wait", "1"]);
  expect([code, out]).toEqual([4, ""]);
  expect(err).toMatch(/^After 1 seconds? the records of the scene did not come\. "ops doctor"/);
}, 120_000);

test("lists what there is", async () => {
  const list = JSON.parse((await demo(["--json", "demo", "list"])).out) as { name: string }[];
  expect(list.map(({ name }) => name)).toEqual(["customer-at-risk", "shortage", "tutor-declines"]);
}, 120_000);

test("knows no other", async () => {
  const other = await demo(["demo", "end", "nothing"]);
  expect(other.code).toBe(2);
  expect(other.err).toContain("There is no demonstration nothing");
}, 120_000);
