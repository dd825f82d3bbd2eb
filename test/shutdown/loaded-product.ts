import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { createDatabase } from "#db/client.ts";
import { inTransaction } from "#db/transaction.ts";
import { takePush } from "#features/ingestion/push/take-push.ts";
import { queueMail } from "#platform/mail/queue-mail.ts";
import { createQueue } from "#platform/queue/queue.ts";
import { outsideCustomer } from "#sources/fixtures/outside-rows.ts";
import { readPush } from "#sources/push/read-push.ts";
import { silentLog as log } from "#test/builders/api-under-test.ts";
import { createTestDatabase } from "#test/database/create-test-database.ts";
import { type StartedNode, startNode } from "#test/start-node.ts";
import { startSlowMailServer } from "./slow-mail-server.ts";
import { startSlowSource } from "./slow-source.ts";

export type LoadedProduct = Awaited<ReturnType<typeof loadProduct>>;

export type Load = {
  customers: number;
  mails: number;
  pushes: number;
  recordsPerPush: number;
  /** What the source and the mail server take for each answer. */
  answerMs: number;
  mailMs: number;
};

/** Ids of what is pushed lie above those of what is polled. */
const firstPushedId = 1_000_000;

/** A database with mails and pushes that wait, a slow source and a slow mail server, and workers as real processes. */
export async function loadProduct(load: Load, redisUrl: string | null) {
  const database = await createTestDatabase();
  const db = createDatabase({ url: database.ownerUrl, name: "test", log });
  const queue = createQueue({ databaseUrl: database.ownerUrl, redisUrl, log });
  const source = await startSlowSource({ customers: load.customers, answerMs: load.answerMs });
  const mailServer = await startSlowMailServer(load.mailMs);
  const environment = {
    DATABASE_URL: database.ownerUrl,
    REDIS_URL: redisUrl ?? "",
    SOURCE_API_URL: source.url,
    SOURCE_API_TOKEN: "test",
    SUPPORT_API_URL: source.url,
    SUPPORT_API_TOKEN: "test",
    SMTP_URL: mailServer.url,
    LOG_LEVEL: "info",
  };
  return {
    db,
    queue,
    source,
    mailServer,
    async addWork(): Promise<void> {
      for (let n = 0; n < load.pushes; n++) await addPush(db, n, load.recordsPerPush);
      await addMails(db, load.mails);
    },
    async startWorker(): Promise<StartedNode> {
      const worker = startNode("src/worker/main.ts", [], environment);
      while (!worker.written.out.includes("the worker runs")) await sleep(20);
      return worker;
    },
    rows: async <T>(query: string): Promise<T[]> => (await sql.raw<T>(query).execute(db)).rows,
    async close(): Promise<void> {
      await queue.close();
      await db.destroy();
      await source.close();
      await mailServer.close();
      await database.drop();
    },
  };
}

export type Stop = {
  seconds: number;
  code: number | null;
  signal: string | null;
  givenBack: string[];
  errors: string;
};

/** Sends SIGTERM, and tells how long the process took, how it ended, and which jobs it gave back. */
export async function stopWorker({ child, written }: StartedNode): Promise<Stop> {
  const ended = once(child, "exit");
  const startedMs = performance.now();
  child.kill("SIGTERM");
  const [code, signal] = (await ended) as [number | null, string | null];
  const seconds = (performance.now() - startedMs) / 1000;
  const givenBack = written.out
    .split("\n")
    .filter((line) => line.includes("given back"))
    .map((line) => String((JSON.parse(line) as { job: string }).job));
  return { seconds, code, signal, givenBack, errors: written.err };
}

async function addPush(db: LoadedProduct["db"], n: number, records: number): Promise<void> {
  const customers = Array.from({ length: records }, (_, index) =>
    outsideCustomer({ id: firstPushedId + n * records + index }),
  );
  const text = JSON.stringify({ customers });
  const push = { webhookId: `msg_${n}`, resource: "customers" as const, text };
  await takePush(db, { ...push, records: readPush("customers", text) });
}

async function addMails(db: LoadedProduct["db"], mails: number): Promise<void> {
  await inTransaction(db, async (trx) => {
    for (let n = 0; n < mails; n++) {
      await queueMail(trx, {
        template: "password-reset",
        recipient: `person-${n}@example.com`,
        dedupeKey: `mail ${n}`,
        data: { link: "http://localhost:3000/reset-password?token=abc", name: "Ana", expiresInMinutes: 60 },
      });
    }
  });
}
