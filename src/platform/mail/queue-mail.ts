import type { Trx } from "#db/transaction.ts";

/** Kinds of mail with what each needs. A template for each stands in features/notifications/templates. */
export type MailPayloads = {
  invitation: { link: string; role: string; invitedBy: string; expiresAt: string };
  "password-reset": { link: string; name: string; expiresInMinutes: number };
};

export type MailTemplate = keyof MailPayloads;

export type NewMail<T extends MailTemplate = MailTemplate> = {
  [Template in T]: {
    template: Template;
    recipient: string;
    data: MailPayloads[Template];
    /** One mail for each key, however often it is queued. */
    dedupeKey: string;
  };
}[T];

/**
 * Puts a mail into the outbox in the transaction of whatever it tells about. A worker renders and sends it.
 * A key that is there already adds nothing.
 */
export async function queueMail(trx: Trx, mail: NewMail): Promise<void> {
  await trx
    .insertInto("outbox")
    .values({
      template: mail.template,
      recipient: mail.recipient,
      data: JSON.stringify(mail.data),
      dedupe_key: mail.dedupeKey,
    })
    .onConflict((conflict) => conflict.column("dedupe_key").doNothing())
    .execute();
}
