import pLimit from "p-limit";
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
  releaseClaim,
  selectUnheld,
  settleMail,
} from "./outbox.ts";
import { renderMail } from "./render-mail.ts";

const batch = 10;
/** As many as the channel has connections: what is not handed over yet can still be given back. */
const atOnce = 3;

/**
 * Sends what is due in the outbox. `findDelivery` is asked at each run; null where no way to send is set up:
 * mails are then rendered and kept for reading.
 */
export function createSendOutboxJob(findDelivery: () => DeliverMail | null) {
  return defineJob({
    name: "notifications.send-outbox",
    schema: z.object({}),
    tries: 3,
    backoffSeconds: 10,
    run: async (ctx) => {
      const deliver = findDelivery();
      await (deliver === null ? holdAll(ctx) : sendAll(ctx, deliver));
    },
  });
}

async function sendAll(ctx: JobContext, deliver: DeliverMail): Promise<void> {
  const lost = await failLostClaims(ctx.db);
  if (lost > 0) ctx.log.warn({ mails: lost }, "mails were being sent when their worker ended");
  while (!ctx.signal.aborted) {
    const mails = await claimDueMails(ctx.db, batch);
    if (mails.length === 0) return;
    const limit = pLimit(atOnce);
    await Promise.all(mails.map((mail) => limit(async () => await sendOrRelease(ctx, deliver, mail))));
  }
}

/** A mail that is out of our hands must be waited for; one that is not yet waits for the next worker. */
async function sendOrRelease(ctx: JobContext, deliver: DeliverMail, mail: ClaimedMail): Promise<void> {
  if (ctx.signal.aborted) await releaseClaim(ctx.db, mail);
  else await sendOne(ctx, deliver, mail);
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
