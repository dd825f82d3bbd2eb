import type { MailPayloads } from "#platform/mail/queue-mail.ts";
import type { MailText } from "./mail-layout.ts";

export function passwordResetMail({
  link,
  name,
  expiresInMinutes,
}: MailPayloads["password-reset"]): MailText {
  return {
    subject: "Choose another password",
    heading: "Choose another password",
    paragraphs: [
      `${name}, somebody asked for another password for your account on the operations dashboard.`,
    ],
    action: { label: "Choose a password", link },
    notes: [
      `The link works once, for ${expiresInMinutes} minutes. Using it signs you out everywhere.`,
      "If it was not you, leave this mail: your password stays as it is.",
    ],
  };
}
