import type { Database } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import { queueMail } from "#platform/mail/queue-mail.ts";
import { resetMinutes } from "./limits.ts";
import { hashSecret } from "./secret-token.ts";
import { systemViewer } from "./system-viewer.ts";

/** Queues the mail with the link. Disabled users get none, and the answer to the browser is the same. */
export async function mailPasswordReset(
  db: Database,
  publicUrl: string,
  userId: string,
  token: string,
): Promise<void> {
  await asViewer(db, systemViewer, async (trx) => {
    const user = await trx
      .selectFrom("users")
      .select(["name", "email"])
      .where("id", "=", userId)
      .where("disabled_at", "is", null)
      .executeTakeFirst();
    if (!user) return;
    await queueMail(trx, {
      template: "password-reset",
      recipient: user.email,
      data: {
        link: `${publicUrl}/reset-password?token=${token}`,
        name: user.name,
        expiresInMinutes: resetMinutes,
      },
      dedupeKey: `password-reset:${hashSecret(token)}`,
    });
  });
}
