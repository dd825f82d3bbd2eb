import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { listenForNotices } from "#platform/live/notice-listener.ts";
import {
  outsideCall,
  outsideCustomer,
  outsideSession,
  outsideSubject,
  outsideTutor,
} from "#sources/fixtures/outside-rows.ts";
import { readPush } from "#sources/push/read-push.ts";
import { singularNames } from "#sources/schema/read-items.ts";
import { type Resource, resources } from "#sources/source.ts";
import { silentLog as log } from "#test/builders/api-under-test.ts";
import { createPushHarness } from "#test/ingestion/push-harness.ts";
import { wrongCallHours, wrongSubjectHours } from "#test/ingestion/recomputed-rollups.ts";
import { otherPushSecret, signPush } from "#test/ingestion/sign-push.ts";
import { writePushes } from "./write-pushes.ts";

const harness = await createPushHarness();
const { server, sources, web, exported, rows, poll, send, push, write, kept } = harness;
afterAll(async () => await harness.close());
beforeEach(async () => await harness.reset());

const at = (minutes: number) => new Date(Date.parse("2026-03-02T00:00:00Z") + minutes * 60_000).toISOString();

const examples: Record<Resource, () => Record<string, unknown>> = {
  subjects: outsideSubject,
  customers: outsideCustomer,
  tutors: outsideTutor,
  sessions: outsideSession,
  calls: outsideCall,
};

describe("a push", () => {
  test("of each resource is taken at once and written as a poll would", async () => {
    for (const resource of resources) {
      const answer = await push(resource, [examples[resource]()]);
      expect(answer.status).toBe(202);
      expect(answer.body).toMatchObject({
        resource,
        received: 1,
        accepted: 1,
        quarantined: 0,
        superseded: 0,
      });
    }
    expect(await exported("sessions")).toEqual([]);
    expect(await write()).toEqual({ pushes: 5, records: 5 });
    for (const resource of resources) expect(await exported(resource)).toMatchObject([examples[resource]()]);
    expect(await rows(wrongSubjectHours)).toEqual([]);
    expect(await rows(wrongCallHours)).toEqual([]);
    const changes = await rows<{ resource: string }>("select distinct resource from change_log order by 1");
    expect(changes.map(({ resource }) => resource)).toEqual([...resources].sort());
    expect(await rows("select * from ingestion_cursors")).toEqual([]);
  });

  test("may be one record, as the source shows it by its id", async () => {
    for (const resource of resources) {
      const answer = await send(
        resource,
        JSON.stringify({ [singularNames[resource]]: examples[resource]() }),
      );
      expect(answer.body).toMatchObject({ received: 1, accepted: 1 });
    }
    await write();
    expect(await exported("customers")).toHaveLength(1);
  });

  test("leaves no body behind once it is written, and none can be read by the web role", async () => {
    await push("customers", [outsideCustomer()]);
    expect((await kept())[0]?.body).toContain("Ada Byron");
    await expect(web.selectFrom("pushed_batches").select("body").execute()).rejects.toThrow(
      "permission denied",
    );
    await write();
    expect(await kept()).toEqual([{ body: null }]);
  });

  test("takes what is valid and keeps what is malformed in quarantine, to the letter", async () => {
    const malformed = '{"id": 2, "name": 1.50, "updated_at": "2026-03-02T00:00:00Z"}';
    const body = `{"customers": [${JSON.stringify(outsideCustomer())}, ${malformed}, "nonsense"]}`;
    const answer = await send("customers", body);
    expect(answer.body).toMatchObject({ received: 3, accepted: 1, quarantined: 2 });
    await write();
    expect(await exported("customers")).toHaveLength(1);
    const quarantined = await rows<Record<string, unknown>>(
      "select record_key, record::text as record, origin from quarantined_records order by record_id nulls last",
    );
    expect(quarantined[0]).toEqual({ record_key: "2", record: malformed, origin: "push" });
    expect(quarantined[1]).toMatchObject({ record: '"nonsense"', origin: "push" });
  });

  test("never puts an older version over a newer one, and the later of equal ones counts", async () => {
    await push("customers", [outsideCustomer({ name: "Newest", updated_at: at(9) })]);
    await push("customers", [
      outsideCustomer({ name: "Old", updated_at: at(1) }),
      outsideCustomer({ name: "Older", updated_at: at(0) }),
    ]);
    await write();
    await push("customers", [outsideCustomer({ name: "Late", updated_at: at(8) })]);
    await write();
    expect(await exported("customers")).toMatchObject([{ name: "Newest" }]);
    await push("customers", [outsideCustomer({ name: "First", updated_at: at(9) })]);
    await push("customers", [outsideCustomer({ name: "Second", updated_at: at(9) })]);
    await write();
    expect(await exported("customers")).toMatchObject([{ name: "Second" }]);
  });

  test("counts what a later version in the same push replaced", async () => {
    const answer = await push("customers", [
      outsideCustomer({ updated_at: at(2) }),
      outsideCustomer({ updated_at: at(1) }),
    ]);
    expect(answer.body).toMatchObject({ received: 2, accepted: 2, superseded: 1 });
  });

  test("of a session whose customer and tutor are not here asks the source for them", async () => {
    server.put("customers", outsideCustomer());
    server.put("tutors", outsideTutor());
    await push("sessions", [outsideSession()]);
    await write();
    expect(await exported("sessions")).toHaveLength(1);
    expect(await exported("customers")).toEqual(server.liveRows("customers"));
  });

  test("of a session waits for its customer and tutor where the source does not have them yet", async () => {
    await push("sessions", [outsideSession()]);
    await write();
    expect(await exported("sessions")).toEqual([]);
    await push("tutors", [outsideTutor()]);
    await push("customers", [outsideCustomer()]);
    await write();
    expect(await exported("sessions")).toHaveLength(1);
    expect(await rows("select * from held_records")).toEqual([]);
  });

  test("leaves the poll's cursor where it is, so that nothing between is skipped", async () => {
    server.put("customers", outsideCustomer({ updated_at: at(0) }));
    await poll("customers");
    await push("customers", [outsideCustomer({ id: 3, updated_at: at(60) })]);
    await write();
    server.put("customers", outsideCustomer({ id: 2, updated_at: at(30) }));
    server.put("customers", outsideCustomer({ id: 3, updated_at: at(60) }));
    await poll("customers");
    expect(await exported("customers")).toEqual(server.liveRows("customers"));
  });

  test("notes fields that the contract does not know", async () => {
    await push("customers", [outsideCustomer({ mood: "good" })]);
    await write();
    expect(await rows("select resource, field from schema_drift")).toEqual([
      { resource: "customers", field: "mood" },
    ]);
  });

  test("of nothing is taken too", async () => {
    expect(await push("customers", [])).toMatchObject({ status: 202, body: { received: 0 } });
    expect(await write()).toEqual({ pushes: 1, records: 0 });
  });
});

describe("the same webhook-id", () => {
  test("again gets the same answer and changes nothing, before and after it is written", async () => {
    const body = JSON.stringify({ customers: [outsideCustomer(), { id: 2 }] });
    const first = await send("customers", body, signPush(body, { id: "msg_1" }));
    const second = await send(
      "customers",
      body,
      signPush(body, { id: "msg_1", at: new Date(Date.now() - 60_000) }),
    );
    await write();
    const third = await send("customers", body, signPush(body, { id: "msg_1", secret: otherPushSecret }));
    expect(second).toMatchObject({ status: 202, body: first.body });
    expect(third).toMatchObject({ status: 202, body: first.body });
    expect(await write()).toEqual({ pushes: 0, records: 0 });
    expect(await rows("select seen_count from quarantined_records")).toEqual([{ seen_count: 1 }]);
  });

  test("with another body or for another resource is refused", async () => {
    const send1 = async (resource: Resource, body: string) =>
      await send(resource, body, signPush(body, { id: "msg_1" }));
    await send1("customers", JSON.stringify({ customers: [outsideCustomer()] }));
    const other = await send1("customers", JSON.stringify({ customers: [outsideCustomer({ name: "Eve" })] }));
    expect(other).toMatchObject({ status: 409, body: { code: "conflict" } });
    const both = JSON.stringify({ customers: [], tutors: [] });
    await send("customers", both, signPush(both, { id: "msg_2" }));
    expect(await send("tutors", both, signPush(both, { id: "msg_2" }))).toMatchObject({ status: 409 });
    expect(await kept()).toHaveLength(2);
  });

  test("twenty times at once is written once", async () => {
    const body = JSON.stringify({ customers: [outsideCustomer()] });
    const headers = signPush(body);
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => await send("customers", body, headers)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(202));
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(await write()).toEqual({ pushes: 1, records: 1 });
    expect(await rows("select count(*)::int as changes from change_log")).toEqual([{ changes: 1 }]);
  });
});

describe("writing", () => {
  test("by several workers at once writes each push once, and in order", async () => {
    for (let n = 0; n < 30; n++)
      await push("customers", [outsideCustomer({ name: `Version ${n}`, updated_at: at(0) })]);
    const summaries = await Promise.allSettled([write(), write(), write()]);
    while ((await kept()).some(({ body }) => body !== null)) await write();
    const written = summaries.flatMap((outcome) =>
      outcome.status === "fulfilled" ? [outcome.value.pushes] : [],
    );
    expect(written.reduce((sum, pushes) => sum + pushes, 0)).toBeLessThanOrEqual(30);
    expect(await exported("customers")).toMatchObject([{ name: "Version 29" }]);
    const quality = await rows("select sum(received)::int as received from data_quality_hours");
    expect(quality).toEqual([{ received: 30 }]);
  });

  test("goes on with other resources where those of one cannot be written", async () => {
    await push("customers", [outsideCustomer()]);
    await push("tutors", [outsideTutor()]);
    await rows("update pushed_batches set body = 'broken' where resource = 'customers'");
    await expect(write()).rejects.toMatchObject({ code: "invalid_input" });
    expect(await exported("tutors")).toHaveLength(1);
    expect(await rows("select resource from pushed_batches where written_at is null")).toEqual([
      { resource: "customers" },
    ]);
  });

  test("stops between two transactions when it is told to, and goes on from there", async () => {
    for (let n = 1; n <= 7; n++) {
      await push(
        "customers",
        Array.from({ length: 1000 }, (_, index) => outsideCustomer({ id: n * 1000 + index })),
      );
    }
    const stopping = new AbortController();
    const stopAfterOne = harness.context({ signal: stopping.signal, progress: async () => stopping.abort() });
    await expect(writePushes(stopAfterOne, sources, readPush)).rejects.toThrow("aborted");
    expect((await kept()).filter(({ body }) => body === null)).toHaveLength(3);
    expect(await write()).toEqual({ pushes: 4, records: 4000 });
    expect(await exported("customers")).toHaveLength(7000);
  });
});

test("a notice tells of each push that was taken, and of none that was there", async () => {
  const notices: string[] = [];
  const listener = listenForNotices({
    url: harness.ownerUrl,
    channel: "pushes",
    log,
    onNotice: async () => notices.push("notice"),
  });
  while (notices.length < 1) await sleep(20);
  await push("customers", [outsideCustomer()]);
  while (notices.length < 2) await sleep(20);
  await listener.close();
});
