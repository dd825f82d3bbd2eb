import type { MailPayloads } from "#platform/mail/queue-mail.ts";
import type { MailText } from "./mail-layout.ts";

const mayDo: Readonly<Record<string, string>> = {
  viewer: "You will be able to look at everything.",
  operator: "You will be able to look at everything and to act on it.",
  admin: "You will be able to act on everything and to manage users and settings.",
};

export function invitationMail({ link, role, invitedBy, expiresAt }: MailPayloads["invitation"]): MailText {
  const until = `${expiresAt.slice(0, 16).replace("T", " ")} UTC`;
  return {
    subject: `${invitedBy} invites you to Operations`,
    heading: "Join the operations dashboard",
    paragraphs: [`${invitedBy} invites you to the operations dashboard.`, mayDo[role] ?? ""].filter(Boolean),
    action: { label: "Choose a password", link },
    notes: [
      `The link works once, until ${until}.`,
      "If you do not know why you got this, leave it: without the link nobody gets in.",
    ],
  };
}
