import { render } from "@react-email/components";
import { AppError } from "#platform/errors.ts";
import type { MailPayloads, MailTemplate } from "#platform/mail/queue-mail.ts";
import { invitationMail } from "./templates/invitation.ts";
import { type MailText, mailLayout } from "./templates/mail-layout.ts";
import { passwordResetMail } from "./templates/password-reset.ts";

export type RenderedMail = { subject: string; html: string; text: string };

/** A kind of mail without its template does not compile. */
const templates: { [T in MailTemplate]: (data: MailPayloads[T]) => MailText } = {
  invitation: invitationMail,
  "password-reset": passwordResetMail,
};

/** Subject, HTML and plain text of a mail. Throws internal for a template that is not known. */
export async function renderMail(template: string, data: unknown): Promise<RenderedMail> {
  const make = templates[template as MailTemplate] as ((data: unknown) => MailText) | undefined;
  if (!make) throw new AppError("internal", `There is no template for mail of the kind ${template}.`);
  const mail = make(data);
  return { subject: mail.subject, html: await render(mailLayout(mail)), text: plainText(mail) };
}

/** Written, not derived from the HTML: readers of plain text want the link on a line of its own. */
function plainText({ heading, paragraphs, action, notes }: MailText): string {
  return [heading, ...paragraphs, `${action.label}:\n${action.link}`, ...notes].join("\n\n");
}
