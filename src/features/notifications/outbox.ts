import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction, type Trx } from "#db/transaction.ts";
import type { Delivery } from "#platform/mail/delivery.ts";
import * as limits from "./limits.ts";
import type { RenderedMail } from "./render-mail.ts";

export type ClaimedMail = {
  id: number;
  template: string;
  recipient: string;
  data: unknown;
  dedupeKey: string;
  tries: number;
};

/**
 * Takes the mails that are due, as far as the limits per minute allow, and marks them as being sent. Two
 * workers never get the same one. A mail whose worker dies in between is not sent again on its own: nobody
 * knows whether it went out.
 */
export async function claimDueMails(db: Database, most: number): Promise<ClaimedMail[]> {
  return await inTransaction(db, async (trx) => {
    // One claim at a time, so that the count of the last minute is exact.
    await sql`select pg_advisory_xact_lock(hashtext('outbox'))`.execute(trx);
    const room = limits.mailsPerMinute - (await countLately(trx));
    if (room <= 0) return [];
    const { rows } = await sql<ClaimedMail>`
      update outbox set state = 'sending', claimed_at = now(), tries = tries + 1
      where mail_id in (
        select mail_id from outbox where mail_id in (${dueWithinLimits(Math.min(room, most))})
        for update skip locked)
      returning mail_id as id, template, recipient, data, dedupe_key as "dedupeKey", tries`.execute(trx);
    return rows;
  });
}

const dueWithinLimits = (most: number) => sql`
  select mail_id from (
    select mail_id, send_after,
      row_number() over (partition by recipient order by send_after, mail_id)
        + (select count(*) from outbox as lately where lately.recipient = due.recipient
            and (lately.sent_at > now() - interval '1 minute' or lately.state = 'sending')) as place
    from outbox as due
    where state in ('queued', 'deferred') and send_after <= now()) as placed
  where place <= ${limits.mailsPerMinuteToOne}
  order by send_after, mail_id limit ${most}`;

async function countLately(trx: Trx): Promise<number> {
  const { rows } = await sql<{ mails: number }>`
    select ((select count(*) from outbox where sent_at > now() - interval '1 minute')
      + (select count(*) from outbox where state = 'sending'))::int as mails`.execute(trx);
  return rows[0]?.mails ?? 0;
}

/** Keeps what is going out to the letter, before it does. */
export async function keepRendered(db: Database, id: number, mail: RenderedMail): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ subject: mail.subject, html: mail.html, text_body: mail.text })
    .where("mail_id", "=", id)
    .execute();
}

/** Writes down what became of a try. */
export async function settleMail(db: Database, mail: ClaimedMail, delivery: Delivery): Promise<void> {
  const update = db.updateTable("outbox").where("mail_id", "=", mail.id).where("state", "=", "sending");
  if (delivery.outcome === "sent") {
    await update.set({ state: "sent", sent_at: sql`now()`, last_error: null }).execute();
  } else if (delivery.outcome === "refused" || mail.tries >= limits.mostTries) {
    await update.set({ state: "failed", last_error: delivery.reason }).execute();
  } else {
    await update
      .set({
        state: "deferred",
        last_error: delivery.reason,
        send_after: sql`now() + make_interval(secs => ${waitSeconds(mail.tries)})`,
      })
      .execute();
  }
}

/** Seconds to wait after so many tries: 30, 60, 120 … up to two hours. */
export function waitSeconds(tries: number): number {
  return Math.min(limits.longestWaitSeconds, limits.firstWaitSeconds * 2 ** (tries - 1));
}

/** Gives up claims whose worker died. Returns how many. */
export async function failLostClaims(db: Database): Promise<number> {
  const lost = await db
    .updateTable("outbox")
    .set({
      state: "failed",
      last_error: "The worker ended while it was sending. If the mail did not arrive, send it again.",
    })
    .where("state", "=", "sending")
    .where("claimed_at", "<", sql<Date>`now() - make_interval(mins => ${limits.claimMinutes})`)
    .executeTakeFirst();
  return Number(lost.numUpdatedRows);
}

/** Mails that wait while no way to send is set up. */
export async function selectUnheld(db: Database, most: number): Promise<ClaimedMail[]> {
  return await db
    .selectFrom("outbox")
    .select(["mail_id as id", "template", "recipient", "data", "dedupe_key as dedupeKey", "tries"])
    .where("state", "in", ["queued", "deferred"])
    .orderBy("mail_id")
    .limit(most)
    .execute();
}

/**
 * Keeps a mail for reading here; `fault` says why it could not even be rendered. It does not go out later by
 * itself: its links would have expired.
 */
export async function holdMail(db: Database, id: number, fault: string | null): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ state: fault === null ? "held" : "failed", last_error: fault })
    .where("mail_id", "=", id)
    .where("state", "in", ["queued", "deferred"])
    .execute();
}
