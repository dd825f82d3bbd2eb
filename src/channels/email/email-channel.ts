import nodemailer from "nodemailer";
import type SMTPPool from "nodemailer/lib/smtp-pool";
import { errorMessage } from "#platform/errors.ts";
import type { Delivery, OutgoingMail } from "#platform/mail/delivery.ts";
import type { Channel } from "../channel.ts";

export type EmailChannel = Channel<OutgoingMail, Delivery>;

const patienceMs = 20_000;

/** Mail over SMTP, with a few connections that are kept open. `smtpUrl`: smtp:// (STARTTLS where offered) or smtps://. */
export function createEmailChannel(options: { smtpUrl: string; from: string }): EmailChannel {
  const transport = nodemailer.createTransport({
    url: options.smtpUrl,
    pool: true,
    maxConnections: 3,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
  } satisfies SMTPPool.Options);
  return {
    name: "email",
    async deliver(mail) {
      try {
        await transport.sendMail({
          ...mail,
          from: options.from,
          headers: { "Auto-Submitted": "auto-generated" },
        });
        return { outcome: "sent" };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    close: async () => transport.close(),
  };
}

/** RFC 5321: answers from 500 are final. All else, also a server that cannot be reached, may pass. */
function outcomeOf(error: unknown): Delivery {
  const code = error instanceof Error && "responseCode" in error ? Number(error.responseCode) : 0;
  const isSignIn = error instanceof Error && "code" in error && error.code === "EAUTH";
  // A wrong password for the server is our mistake, not the recipient's: the mail waits until it is mended.
  const outcome = code >= 500 && !isSignIn ? "refused" : "deferred";
  return { outcome, reason: errorMessage(error) };
}
