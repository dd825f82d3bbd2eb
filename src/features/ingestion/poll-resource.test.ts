import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { createDatabase } from "#db/client.ts";
import { createLog } from "#platform/log.ts";
import { type ContractServer, startContractServer } from "#sources/fixtures/contract-server.ts";
import {
  outsideCall,
  outsideCustomer,
  outsideGoal,
  outsideSession,
  outsideSubject,
  outsideTutor,
} from "#sources/fixtures/outside-rows.ts";
import { createRailsSource } from "#sources/rails/rails-source.ts";
import { type Resource, resources, type Source } from "#sources/source.ts";
import { createSupportSource } from "#sources/support/support-source.ts";
import { createTestDatabase } from "#test/database/create-test-database.ts";
import { pollResource } from "./poll-resource.ts";

const database = await createTestDatabase();
const log = createLog({ process: "test", level: "silent" });
const db = createDatabase({ url: database.ownerUrl, name: "test", log });
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

let server: ContractServer;
let sources: Source[];
beforeEach(async () => {
  server = await startContractServer();
  const options = {
    baseUrl: server.url,
    token: server.token,
    log,
    limits: { firstBackoffMs: 1, maxBackoffMs: 2, tries: 3, answerMs: 2000 },
  };
  sources = [createRailsSource(options), createSupportSource(options)];
});
afterEach(async () => await server.close());

const poll = async (resource: Resource, signal?: AbortSignal) =>
  await pollResource(
    { db, now: () => new Date(), log, progress: async () => undefined, ...(signal ? { signal } : {}) },
    sources,
    resource,
    "command",
  );

describe("pollResource", () => {
  test("takes every resource, and the second poll changes nothing", async () => {
    server.put("subjects", outsideSubject());
    server.put("customers", outsideCustomer({ goals: [outsideGoal(), outsideGoal({ id: 2 })] }));
    server.put("tutors", outsideTutor());
    server.put("sessions", outsideSession());
    server.put("calls", outsideCall());
    for (const resource of resources) expect(await poll(resource)).toMatchObject({ inserted: 1 });
    const changes = async () => (await db.selectFrom("change_log").select("change_id").execute()).length;
    const before = await changes();
    for (const resource of resources)
      expect(await poll(resource)).toMatchObject({ inserted: 0, updated: 0, unchanged: 1 });
    expect(await changes()).toBe(before);
  });
});
