import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { asViewer, type Trx } from "#db/transaction.ts";
import { appendAudit } from "#platform/audit.ts";
import { env } from "#platform/env.ts";
import { AppError } from "#platform/errors.ts";
import type { WithIsoDates } from "#platform/http/iso-dates.ts";
import { beforeId, newestFirstPage } from "#platform/http/newest-first.ts";
import type { Viewer } from "#platform/viewer.ts";

export const mailStates = [
  "queued",
  "sending",
  "held",
  "sent",
  "delivered",
  "deferred",
  "bounced",
  "complained",
  "opened",
  "clicked",
  "failed",
  "suppressed",
] as const;

export type MailState = (typeof mailStates)[number];

export type MailRow = {
  id: number;
  template: string;
  recipient: string;
  subject: string | null;
  state: MailState;
  tries: number;
  createdAt: Date;
  sendAfter: Date;
  sentAt: Date | null;
  lastError: string | null;
};

const columns = [
  "mail_id as id",
  "template",
  "recipient",
  "subject",
  "tries",
  "created_at as createdAt",
  "send_after as sendAfter",
  "sent_at as sentAt",
  "last_error as lastError",
] as const;

/** Mails, newest first, from the one before `beforeId`. */
export async function selectMails(
  trx: Trx,
  page: { state?: MailState | undefined; beforeId?: number | undefined; size: number },
): Promise<MailRow[]> {
  let query = trx
    .selectFrom("outbox")
    .select(columns)
    .select((eb) => eb.ref("state").$castTo<MailState>().as("state"))
    .orderBy("mail_id", "desc")
    .limit(page.size);
  if (page.state) query = query.where("state", "=", page.state);
  if (page.beforeId !== undefined) query = query.where("mail_id", "<", page.beforeId);
  return await query.execute();
}

export async function countMails(trx: Trx, state?: MailState): Promise<number> {
  let query = trx.selectFrom("outbox").select((eb) => eb.fn.countAll<number>().as("total"));
  if (state) query = query.where("state", "=", state);
  return Number((await query.executeTakeFirstOrThrow()).total);
}

export type MailPage = {
  data: WithIsoDates<MailRow>[];
  nextCursor: string | null;
  total: number;
  /** False where no way to send is set up. */
  sending: boolean;
};

/** Mails, newest first, as the API gives them. */
export async function listMails(
  db: Database,
  viewer: Viewer,
  query: { cursor?: string | undefined; limit: number; state?: MailState | undefined },
): Promise<MailPage> {
  const { cursor, limit, state } = query;
  return await asViewer(db, viewer, async (trx) => {
    const rows = await selectMails(trx, { state, beforeId: beforeId(cursor), size: limit + 1 });
    const page = newestFirstPage(rows, limit, await countMails(trx, state));
    return { ...page, sending: env().SMTP_URL !== null };
  });
}

/** One mail with what it says. Reading somebody's mail is written into the audit log: it may hold a link that signs in. */
export async function readMail(
  trx: Trx,
  viewer: Viewer,
  id: number,
  requestId?: string,
): Promise<MailRow & { html: string | null; text: string | null }> {
  const mail = await trx
    .selectFrom("outbox")
    .select([...columns, "html", "text_body as text"])
    .select((eb) => eb.ref("state").$castTo<MailState>().as("state"))
    .where("mail_id", "=", id)
    .executeTakeFirst();
  if (!mail) throw new AppError("not_found", "There is no such mail.");
  await note(trx, viewer, "mail.read", mail, requestId);
  return mail;
}

/** Queues a mail again that failed or was held. Throws conflict for one that went out or is on its way. */
export async function sendAgain(trx: Trx, viewer: Viewer, id: number, requestId?: string): Promise<void> {
  const mail = await trx
    .updateTable("outbox")
    .set({ state: "queued", tries: 0, send_after: sql`now()`, last_error: null })
    .where("mail_id", "=", id)
    .where("state", "in", ["failed", "held", "deferred"])
    .returning(["mail_id as id", "template", "recipient"])
    .executeTakeFirst();
  if (!mail) throw new AppError("conflict", "Only mails that failed or were held are sent again.");
  await note(trx, viewer, "mail.sent_again", mail, requestId);
}

async function note(
  trx: Trx,
  viewer: Viewer,
  action: string,
  mail: { id: number; template: string; recipient: string },
  requestId: string | undefined,
): Promise<void> {
  await appendAudit(trx, viewer, {
    action,
    entity: "mail",
    entityId: String(mail.id),
    details: { template: mail.template, recipient: mail.recipient },
    requestId,
  });
}
