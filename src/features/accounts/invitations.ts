import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { type Actor, appendAudit } from "#platform/audit.ts";
import { AppError } from "#platform/errors.ts";
import { queueMail } from "#platform/mail/queue-mail.ts";
import type { Role } from "#platform/viewer.ts";
import { createUser } from "./create-user.ts";
import { invitationDays } from "./limits.ts";
import { createSecret, hashSecret } from "./secret-token.ts";

export type InvitationState = "open" | "expired" | "accepted" | "revoked";

export type InvitationRow = {
  id: number;
  email: string;
  role: Role;
  invitedBy: string | null;
  sentAt: Date;
  expiresAt: Date;
  state: InvitationState;
};

const expiry = sql<Date>`now() + make_interval(days => ${invitationDays})`;

const stateOf = sql<InvitationState>`case
  when invitations.accepted_at is not null then 'accepted'
  when invitations.revoked_at is not null then 'revoked'
  when invitations.expires_at <= now() then 'expired'
  else 'open' end`;

type Sending = { publicUrl: string; requestId?: string };

/** Invites somebody by mail. Throws conflict where the address has an account or an invitation that still works. */
export async function invite(
  trx: Trx,
  actor: Actor,
  invited: { email: string; role: Role },
  sending: Sending,
): Promise<{ id: number; link: string }> {
  const email = invited.email.trim().toLowerCase();
  await refuseKnown(trx, email);
  const secret = createSecret();
  const made = await trx
    .insertInto("invitations")
    .values({
      email,
      role: invited.role,
      token_hash: hashSecret(secret),
      invited_by: actor.kind === "user" ? actor.userId : null,
      expires_at: expiry,
    })
    .returning(["invitation_id as id", "expires_at as expiresAt"])
    .executeTakeFirstOrThrow();
  const link = await mailInvitation(trx, actor, { ...made, email, role: invited.role }, secret, sending);
  await note(trx, actor, "invitation.created", made.id, { email, role: invited.role }, sending.requestId);
  return { id: made.id, link };
}

/** Sends an invitation again, with another link and a new end; the earlier link stops working. */
export async function resendInvitation(
  trx: Trx,
  actor: Actor,
  id: number,
  sending: Sending,
): Promise<{ id: number; link: string }> {
  const secret = createSecret();
  const changed = await trx
    .updateTable("invitations")
    .set({ token_hash: hashSecret(secret), expires_at: expiry, sent_at: sql`now()` })
    .where("invitation_id", "=", id)
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .returning(["invitation_id as id", "email", "role", "expires_at as expiresAt"])
    .executeTakeFirst();
  if (!changed) throw new AppError("not_found", "There is no such invitation, or it was used or withdrawn.");
  const link = await mailInvitation(trx, actor, changed, secret, sending);
  await note(trx, actor, "invitation.sent_again", id, { email: changed.email }, sending.requestId);
  return { id, link };
}

/** Withdraws an invitation: its link stops working. */
export async function revokeInvitation(
  trx: Trx,
  actor: Actor,
  id: number,
  requestId?: string,
): Promise<void> {
  const revoked = await trx
    .updateTable("invitations")
    .set({ revoked_at: sql`now()` })
    .where("invitation_id", "=", id)
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .returning("email")
    .executeTakeFirst();
  if (!revoked) throw new AppError("not_found", "There is no such invitation, or it was used or withdrawn.");
  await note(trx, actor, "invitation.revoked", id, { email: revoked.email }, requestId);
}

/** Invitations, newest first, from the one before `beforeId`; the open and expired ones, or all. */
export async function selectInvitations(
  trx: Trx,
  page: { beforeId?: number | undefined; size: number },
): Promise<InvitationRow[]> {
  let query = trx
    .selectFrom("invitations")
    .leftJoin("users", "users.id", "invitations.invited_by")
    .select([
      "invitations.invitation_id as id",
      "invitations.email",
      "users.name as invitedBy",
      "invitations.sent_at as sentAt",
      "invitations.expires_at as expiresAt",
      stateOf.as("state"),
    ])
    .select((eb) => eb.ref("invitations.role").$castTo<Role>().as("role"))
    .orderBy("invitations.invitation_id", "desc")
    .limit(page.size);
  if (page.beforeId !== undefined) query = query.where("invitations.invitation_id", "<", page.beforeId);
  return await query.execute();
}

export async function countInvitations(trx: Trx): Promise<number> {
  const row = await trx
    .selectFrom("invitations")
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  return Number(row.total);
}

/** The invitation that a link carries; null where it was used, withdrawn, or is past its end. */
export async function findOpenInvitation(
  trx: Trx,
  secret: string,
): Promise<{ id: number; email: string; role: Role } | null> {
  const found = await trx
    .selectFrom("invitations")
    .select(["invitation_id as id", "email"])
    .select((eb) => eb.ref("role").$castTo<Role>().as("role"))
    .where("token_hash", "=", hashSecret(secret))
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", sql<Date>`now()`)
    .forUpdate()
    .executeTakeFirst();
  return found ?? null;
}

/** Makes the account that an invitation promises. Throws not_found where the link no longer works. */
export async function acceptInvitation(
  trx: Trx,
  accepted: { secret: string; name: string; password: string; timezone: string },
  requestId?: string,
): Promise<{ email: string }> {
  const invitation = await findOpenInvitation(trx, accepted.secret);
  if (!invitation) {
    throw new AppError("not_found", "This invitation was used, withdrawn or has expired. Ask for a new one.");
  }
  const { email, role } = invitation;
  const { name, password, timezone } = accepted;
  const userId = await createUser(trx, { email, role, name, password, timezone });
  await trx
    .updateTable("invitations")
    .set({ accepted_at: sql`now()` })
    .where("invitation_id", "=", invitation.id)
    .execute();
  await appendAudit(
    trx,
    { userId: "system", kind: "system", name },
    { action: "invitation.accepted", entity: "user", entityId: userId, details: { email, role }, requestId },
  );
  return { email };
}

async function refuseKnown(trx: Trx, email: string): Promise<void> {
  const user = await trx.selectFrom("users").select("id").where("email", "=", email).executeTakeFirst();
  if (user) throw new AppError("conflict", `${email} has an account already.`);
  // One that is past its end makes room for the new one.
  await trx
    .updateTable("invitations")
    .set({ revoked_at: sql`now()` })
    .where("email", "=", email)
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .where("expires_at", "<=", sql<Date>`now()`)
    .execute();
  const open = await trx
    .selectFrom("invitations")
    .select("invitation_id")
    .where("email", "=", email)
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  if (open) throw new AppError("conflict", `${email} has an open invitation. Send that one again.`);
}

async function mailInvitation(
  trx: Trx,
  actor: Actor,
  invitation: { id: number; email: string; role: string; expiresAt: Date },
  secret: string,
  { publicUrl }: Sending,
): Promise<string> {
  const link = `${publicUrl}/invitation/${secret}`;
  await queueMail(trx, {
    template: "invitation",
    recipient: invitation.email,
    data: {
      link,
      role: invitation.role,
      invitedBy: actor.name,
      expiresAt: invitation.expiresAt.toISOString(),
    },
    dedupeKey: `invitation:${hashSecret(secret)}`,
  });
  return link;
}

async function note(
  trx: Trx,
  actor: Actor,
  action: string,
  id: number,
  details: Record<string, unknown>,
  requestId: string | undefined,
): Promise<void> {
  await appendAudit(trx, actor, { action, entity: "invitation", entityId: String(id), details, requestId });
}
