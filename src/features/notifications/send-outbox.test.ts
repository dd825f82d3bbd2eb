import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import { SMTPServer } from "smtp-server";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { createEmailChannel } from "#channels/email/email-channel.ts";
import { createDatabase } from "#db/client.ts";
import { inTransaction } from "#db/transaction.ts";
import { createLog } from "#platform/log.ts";
import type { DeliverMail } from "#platform/mail/delivery.ts";
import { type NewMail, queueMail } from "#platform/mail/queue-mail.ts";
import { createTestDatabase } from "#test/database/create-test-database.ts";
import { createSendOutboxJob } from "./jobs.ts";
import { mailsPerMinute, mailsPerMinuteToOne } from "./limits.ts";
import { waitSeconds } from "./outbox.ts";

const database = await createTestDatabase();
const log = createLog({ process: "test", level: "silent" });
const db = createDatabase({ url: database.ownerUrl, name: "test owner", log });

type Received = { to: string; source: string };
let received: Received[] = [];
/** What the server answers to a recipient; undefined lets it through. */
let refusal: { code: number; text: string } | undefined;

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onRcptTo: (_address, _session, done) =>
    done(refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.code }) : null),
  onData: (stream, session, done) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => {
      const to = session.envelope.rcptTo.map((recipient) => recipient.address).join();
      received.push({ to, source: Buffer.concat(chunks).toString() });
      done();
    });
  },
});
const listening = server.listen(0, "127.0.0.1");
await once(listening, "listening");
const { port } = listening.address() as AddressInfo;
const channel = createEmailChannel({
  smtpUrl: `smtp://127.0.0.1:${port}`,
  from: "Operations <operations@example.com>",
});

afterAll(async () => {
  await channel.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  await db.destroy();
  await database.drop();
});
beforeEach(() => {
  received = [];
  refusal = undefined;
});
afterEach(async () => {
  await db.deleteFrom("outbox").execute();
});

const queue = (...mails: NewMail[]) =>
  inTransaction(db, async (trx) => {
    for (const mail of mails) await queueMail(trx, mail);
  });
const reset = (recipient: string, dedupeKey: string): NewMail => ({
  template: "password-reset",
  recipient,
  dedupeKey,
  data: { link: "http://localhost:3000/reset-password?token=abc", name: "Ana", expiresInMinutes: 60 },
});
async function send(deliver: DeliverMail | null = channel.deliver): Promise<void> {
  await createSendOutboxJob(() => deliver).run(
    { db, log, now: () => new Date(), signal: new AbortController().signal, progress: async () => undefined },
    {},
  );
}
const outbox = () => db.selectFrom("outbox").selectAll().orderBy("mail_id").execute();

test("a mail arrives over SMTP as HTML and as plain text", async () => {
  await queue(reset("ana@example.com", "one"));
  await send();
  expect(received).toHaveLength(1);
  const { to, source } = received[0]!;
  expect(to).toBe("ana@example.com");
  expect(source).toContain("From: Operations <operations@example.com>");
  expect(source).toContain("Subject: Choose another password");
  expect(source).toMatch(/Message-ID: <outbox-\d+@operations-dashboard>/);
  expect(source).toContain("Content-Type: text/plain");
  expect(source).toContain("Content-Type: text/html");
  expect(await outbox()).toMatchObject([{ state: "sent", tries: 1, subject: "Choose another password" }]);
});

test("one key makes one mail, and a mail that went out goes out no more", async () => {
  await queue(reset("ana@example.com", "same"), reset("ana@example.com", "same"));
  await send();
  await queue(reset("ana@example.com", "same"));
  await send();
  expect(received).toHaveLength(1);
});

test("several workers at the same moment send each mail once", async () => {
  await queue(...Array.from({ length: 30 }, (_, at) => reset(`user-${at}@example.com`, `key-${at}`)));
  await Promise.all([send(), send(), send(), send()]);
  expect(received.map((mail) => mail.to).toSorted()).toEqual(
    Array.from({ length: 30 }, (_, at) => `user-${at}@example.com`).toSorted(),
  );
});

test("a transaction that is rolled back leaves no mail", async () => {
  const failing = inTransaction(db, async (trx) => {
    await queueMail(trx, reset("ana@example.com", "never"));
    throw new Error("something else failed");
  });
  await expect(failing).rejects.toThrow("something else failed");
  await send();
  expect(received).toEqual([]);
});

test("a server that is busy gets the mail later, with longer waits", async () => {
  await queue(reset("ana@example.com", "later"));
  refusal = { code: 451, text: "try later" };
  await send();
  const [deferred] = await outbox();
  expect(deferred).toMatchObject({ state: "deferred", tries: 1 });
  expect(deferred!.last_error).toContain("try later");
  expect(deferred!.send_after > deferred!.created_at).toBe(true);
  refusal = undefined;
  await send();
  expect(received).toEqual([]);
  await db.updateTable("outbox").set({ send_after: sql`now()` }).execute();
  await send();
  expect(received).toHaveLength(1);
  expect([1, 2, 3, 9, 10].map(waitSeconds)).toEqual([30, 60, 120, 7_200, 7_200]);
});

test("a server that cannot be reached is tried again later", async () => {
  const nowhere = createEmailChannel({ smtpUrl: "smtp://127.0.0.1:1", from: "a@example.com" });
  await queue(reset("ana@example.com", "unreachable"));
  await send(nowhere.deliver);
  await nowhere.close();
  expect(await outbox()).toMatchObject([{ state: "deferred", tries: 1 }]);
});

test("an address that the server refuses for good is not tried again", async () => {
  await queue(reset("gone@example.com", "refused"), reset("ana@example.com", "fine"));
  refusal = { code: 550, text: "no such user" };
  await send();
  expect(await outbox()).toMatchObject([{ state: "failed" }, { state: "failed" }]);
  refusal = undefined;
  await send();
  expect(received).toEqual([]);
});

test("the limits per minute hold, for all and for one recipient", async () => {
  const many = Array.from({ length: mailsPerMinute + 5 }, (_, at) =>
    reset(`u${at}@example.com`, `many-${at}`),
  );
  const toOne = Array.from({ length: mailsPerMinuteToOne + 3 }, (_, at) =>
    reset("one@example.com", `to-one-${at}`),
  );
  await queue(...toOne, ...many);
  await send();
  await send();
  expect(received).toHaveLength(mailsPerMinute);
  expect(received.filter((mail) => mail.to === "one@example.com")).toHaveLength(mailsPerMinuteToOne);
  await db
    .updateTable("outbox")
    .set({ sent_at: sql`sent_at - interval '1 minute'` })
    .where("state", "=", "sent")
    .execute();
  await send();
  expect(received).toHaveLength(many.length + toOne.length);
});

test("a worker that stops finishes what it has handed over, and leaves the rest untouched", async () => {
  await queue(...Array.from({ length: 9 }, (_, n) => reset(`person-${n}@example.com`, `mail ${n}`)));
  const stopping = new AbortController();
  const deliver: DeliverMail = async (mail) => {
    stopping.abort();
    return await channel.deliver(mail);
  };
  await createSendOutboxJob(() => deliver).run(
    { db, log, now: () => new Date(), signal: stopping.signal, progress: async () => undefined },
    {},
  );
  const sent = received.length;
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBeLessThanOrEqual(3);
  const waiting = (await outbox()).filter(({ state }) => state === "queued");
  expect(waiting.map(({ tries, claimed_at }) => ({ tries, claimed_at }))).toEqual(
    Array(9 - sent).fill({ tries: 0, claimed_at: null }),
  );
  await send();
  expect(new Set(received.map(({ to }) => to)).size).toBe(9);
  expect(received).toHaveLength(9);
});

test("a mail whose worker died is not sent twice by itself", async () => {
  await queue(reset("ana@example.com", "lost"));
  await db
    .updateTable("outbox")
    .set({ state: "sending", claimed_at: sql`now() - interval '11 minutes'` })
    .execute();
  await send();
  expect(received).toEqual([]);
  expect(await outbox()).toMatchObject([
    { state: "failed", last_error: expect.stringContaining("send it again") },
  ]);
});

test("without a way to send, mails are rendered and kept, and do not go out later by themselves", async () => {
  await queue(reset("ana@example.com", "held"));
  await send(null);
  expect(await outbox()).toMatchObject([
    { state: "held", subject: "Choose another password", html: expect.stringContaining("token=abc") },
  ]);
  await send();
  expect(received).toEqual([]);
});

test("a mail of an unknown kind fails alone", async () => {
  await queue(reset("ana@example.com", "known"));
  await db
    .insertInto("outbox")
    .values({ template: "unheard-of", recipient: "b@example.com", data: "{}", dedupe_key: "u" })
    .execute();
  await send();
  expect(await outbox()).toMatchObject([{ state: "sent" }, { state: "failed" }]);
});
