import { createEmailChannel, type EmailChannel } from "#channels/email/email-channel.ts";
import { env } from "#platform/env.ts";
import type { DeliverMail } from "#platform/mail/delivery.ts";

let email: EmailChannel | undefined;

/** How this process sends mail; null where no address for it is set, and mail stays in the outbox. */
export function mailDelivery(): DeliverMail | null {
  const { SMTP_URL: smtpUrl, MAIL_FROM: from } = env();
  if (smtpUrl === null) return null;
  email ??= createEmailChannel({ smtpUrl, from });
  return email.deliver;
}

/** Ends the connections of all channels. */
export async function closeChannels(): Promise<void> {
  await email?.close();
  email = undefined;
}
