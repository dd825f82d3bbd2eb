import { z } from "zod";
import { errorMessage } from "#platform/errors.ts";
import type { DeliverMail } from "#platform/mail/delivery.ts";
import { defineJob, type JobContext } from "#platform/queue/job.ts";
import {
  type ClaimedMail,
  claimDueMails,
  failLostClaims,
  holdMail,
  keepRendered,
  selectUnheld,
  settleMail,
} from "./outbox.ts";
import { renderMail } from "./render-mail.ts";

/** Mails that are read at once where none are sent. */
const batch = 10;
/** Mails on their way at the same time, as many as the channel has connections: none is claimed that has to wait. */
const atOnce = 3;

/**
 * Sends what is due in the outbox. `findDelivery` is asked at each run; null where no way to send is set up:
 * mails are then rendered and kept for reading.
 */
export function createSendOutboxJob(findDelivery: () => DeliverMail | null) {
  let isSending = false;
  return defineJob({
    name: "notifications.send-outbox",
    schema: z.object({}),
    tries: 3,
    backoffSeconds: 10,
    run: async (ctx) => {
      const deliver = findDelivery();
      if (deliver === null) return await holdAll(ctx);
      // The run before, held up by a slow server, takes what is new as well.
      if (isSending) return;
      isSending = true;
      try {
        await sendAll(ctx, deliver);
      } finally {
        isSending = false;
      }
    },
  });
}

async function sendAll(ctx: JobContext, deliver: DeliverMail): Promise<void> {
  const lost = await failLostClaims(ctx.db);
  if (lost > 0) ctx.log.warn({ mails: lost }, "mails were being sent when their worker ended");
  const sending = Array.from({ length: atOnce }, async () => await sendOneByOne(ctx, deliver));
  for (const outcome of await Promise.allSettled(sending)) {
    if (outcome.status === "rejected") throw outcome.reason;
  }
}

/** A worker that stops claims no more: what it has claimed is on its way, and is waited for. */
async function sendOneByOne(ctx: JobContext, deliver: DeliverMail): Promise<void> {
  while (!ctx.signal.aborted) {
    const [mail] = await claimDueMails(ctx.db, 1);
    if (mail === undefined) return;
    await sendOne(ctx, deliver, mail);
  }
}

async function sendOne(ctx: JobContext, deliver: DeliverMail, mail: ClaimedMail): Promise<void> {
  try {
    const rendered = await renderMail(mail.template, mail.data);
    await keepRendered(ctx.db, mail.id, rendered);
    const messageId = `<outbox-${mail.id}@operations-dashboard>`;
    const delivery = await deliver({ ...rendered, messageId, to: mail.recipient });
    await settleMail(ctx.db, mail, delivery);
    if (delivery.outcome !== "sent") ctx.log.warn({ mailId: mail.id, ...delivery }, "a mail was not sent");
  } catch (error) {
    // One mail that cannot be rendered must not keep the others.
    ctx.log.error({ err: error, mailId: mail.id }, "a mail failed");
    await settleMail(ctx.db, mail, { outcome: "refused", reason: errorMessage(error) });
  }
}

async function holdAll(ctx: JobContext): Promise<void> {
  while (!ctx.signal.aborted) {
    const mails = await selectUnheld(ctx.db, batch);
    if (mails.length === 0) return;
    for (const mail of mails) await holdOne(ctx, mail);
  }
}

async function holdOne(ctx: JobContext, mail: ClaimedMail): Promise<void> {
  try {
    await keepRendered(ctx.db, mail.id, await renderMail(mail.template, mail.data));
    await holdMail(ctx.db, mail.id, null);
  } catch (error) {
    ctx.log.error({ err: error, mailId: mail.id }, "a mail failed");
    await holdMail(ctx.db, mail.id, errorMessage(error));
  }
}
