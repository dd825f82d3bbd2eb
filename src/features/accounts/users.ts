import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { type Actor, appendAudit } from "#platform/audit.ts";
import { AppError } from "#platform/errors.ts";
import type { Role } from "#platform/viewer.ts";
import { forgetViewer } from "./viewer-cache.ts";

export type UserRow = {
  id: string;
  name: string;
  email: string;
  role: Role;
  timezone: string;
  disabledAt: Date | null;
  createdAt: Date;
  /** The newest sign-in that still holds. */
  lastSignInAt: Date | null;
  customerIds: number[];
  subjectCodes: string[];
};

/** Users by e-mail address, from the one after `afterEmail`. */
export async function selectUsers(
  trx: Trx,
  page: { afterEmail?: string; size: number; search?: string | undefined },
): Promise<UserRow[]> {
  let query = trx
    .selectFrom("users")
    .select(["id", "name", "email", "timezone", "disabled_at as disabledAt", "created_at as createdAt"])
    .select((eb) => [
      eb.ref("role").$castTo<Role>().as("role"),
      eb
        .selectFrom("auth_sessions")
        .select((max) => max.fn.max("auth_sessions.created_at").as("at"))
        .whereRef("auth_sessions.user_id", "=", "users.id")
        .as("lastSignInAt"),
      sql<
        number[]
      >`array(select customer_id::int8 from user_scopes where user_id = users.id and customer_id is not null
        order by 1)`.as("customerIds"),
      sql<
        string[]
      >`array(select subject_code from user_scopes where user_id = users.id and subject_code is not null
        order by 1)`.as("subjectCodes"),
    ])
    .orderBy("email")
    .limit(page.size);
  if (page.afterEmail !== undefined) query = query.where("email", ">", page.afterEmail);
  if (page.search) query = query.where(matches(page.search));
  const rows = await query.execute();
  return rows.map((row) => ({ ...row, customerIds: row.customerIds.map(Number) }));
}

export async function countUsers(trx: Trx, search: string | undefined): Promise<number> {
  let query = trx.selectFrom("users").select((eb) => eb.fn.countAll<number>().as("total"));
  if (search) query = query.where(matches(search));
  return Number((await query.executeTakeFirstOrThrow()).total);
}

const matches = (search: string) => {
  const pattern = `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`;
  return sql<boolean>`(name ilike ${pattern} or email ilike ${pattern})`;
};

export type UserChange = {
  role?: Role | undefined;
  disabled?: boolean | undefined;
  /** The only customers the user sees; an empty list for all. */
  customerIds?: readonly number[] | undefined;
  subjectCodes?: readonly string[] | undefined;
};

/**
 * Changes what a user may do. A user who is disabled is signed out everywhere, and the API tokens that it made
 * are revoked. Throws not_found, or conflict where no administrator would be left.
 */
export async function changeUser(
  trx: Trx,
  actor: Actor,
  userId: string,
  change: UserChange,
  requestId?: string,
): Promise<void> {
  const before = await lockUser(trx, userId);
  const isLeaving = change.disabled === true || (change.role !== undefined && change.role !== "admin");
  if (before.role === "admin" && isLeaving) await keepOneAdministrator(trx, before);
  const note = (action: string, details: Record<string, unknown> = {}) =>
    appendAudit(trx, actor, { action, entity: "user", entityId: userId, details, requestId });

  if (change.role !== undefined && change.role !== before.role) {
    await trx.updateTable("users").set({ role: change.role }).where("id", "=", userId).execute();
    await note("user.role_changed", { from: before.role, to: change.role });
  }
  if (change.customerIds !== undefined || change.subjectCodes !== undefined) {
    await replaceLimits(trx, userId, change);
    await note("user.limits_changed", { customerIds: change.customerIds, subjectCodes: change.subjectCodes });
  }
  if (change.disabled === true && before.disabledAt === null) {
    await disable(trx, userId);
    await note("user.disabled");
  }
  if (change.disabled === false && before.disabledAt !== null) {
    await trx.updateTable("users").set({ disabled_at: null }).where("id", "=", userId).execute();
    await note("user.enabled");
  }
  forgetViewer(userId);
}

/** Ends every session of a user, in all browsers; `exceptId` names the one that stays. Returns how many ended. */
export async function signOutEverywhere(
  trx: Trx,
  actor: Actor,
  userId: string,
  options: { exceptId?: string | undefined; requestId?: string } = {},
): Promise<number> {
  let query = trx.deleteFrom("auth_sessions").where("user_id", "=", userId);
  if (options.exceptId !== undefined) query = query.where("id", "!=", options.exceptId);
  const ended = Number((await query.executeTakeFirst()).numDeletedRows);
  await appendAudit(trx, actor, {
    action: "user.signed_out_everywhere",
    entity: "user",
    entityId: userId,
    details: { sessions: ended },
    requestId: options.requestId,
  });
  forgetViewer(userId);
  return ended;
}

type LockedUser = { id: string; email: string; role: string; disabledAt: Date | null };

async function lockUser(trx: Trx, userId: string): Promise<LockedUser> {
  const user = await trx
    .selectFrom("users")
    .select(["id", "email", "role", "disabled_at as disabledAt"])
    .where("id", "=", userId)
    .forUpdate()
    .executeTakeFirst();
  if (!user) throw new AppError("not_found", "There is no such user.");
  return user;
}

async function keepOneAdministrator(trx: Trx, leaving: LockedUser): Promise<void> {
  // Two administrators who demote each other at the same moment must not both succeed.
  await sql`select pg_advisory_xact_lock(hashtext('first administrator'))`.execute(trx);
  const other = await trx
    .selectFrom("users")
    .select("id")
    .where("role", "=", "admin")
    .where("disabled_at", "is", null)
    .where("id", "!=", leaving.id)
    .executeTakeFirst();
  if (other) return;
  throw new AppError(
    "conflict",
    `${leaving.email} is the only administrator. Make somebody else an administrator first.`,
  );
}

async function disable(trx: Trx, userId: string): Promise<void> {
  await trx.updateTable("users").set({ disabled_at: sql`now()` }).where("id", "=", userId).execute();
  await trx.deleteFrom("auth_sessions").where("user_id", "=", userId).execute();
  await trx
    .updateTable("api_tokens")
    .set({ revoked_at: sql`now()` })
    .where("created_by", "=", userId)
    .where("revoked_at", "is", null)
    .execute();
}

async function replaceLimits(trx: Trx, userId: string, change: UserChange): Promise<void> {
  if (change.customerIds !== undefined) {
    await trx
      .deleteFrom("user_scopes")
      .where("user_id", "=", userId)
      .where("customer_id", "is not", null)
      .execute();
  }
  if (change.subjectCodes !== undefined) {
    await trx
      .deleteFrom("user_scopes")
      .where("user_id", "=", userId)
      .where("subject_code", "is not", null)
      .execute();
  }
  const rows = [
    ...[...new Set(change.customerIds)].map((customer_id) => ({ user_id: userId, customer_id })),
    ...[...new Set(change.subjectCodes)].map((subject_code) => ({ user_id: userId, subject_code })),
  ];
  if (rows.length > 0) await trx.insertInto("user_scopes").values(rows).execute();
}
