import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { type Actor, appendAudit } from "#platform/audit.ts";
import { AppError } from "#platform/errors.ts";
import type { Role } from "#platform/viewer.ts";
import { createSecret, hashSecret } from "./secret-token.ts";
import { forgetViewer } from "./viewer-cache.ts";

export type ApiTokenRow = {
  id: number;
  name: string;
  prefix: string;
  role: Role;
  createdBy: string | null;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

export type NewApiToken = { name: string; role: Role; days: number; createdBy: string | null };

/** What tokens of this product begin with, so that scanners for leaked secrets can know them. */
const mark = "ops_";

/** Makes a token. `secret` is shown once: the database keeps its hash alone. */
export async function createApiToken(
  trx: Trx,
  actor: Actor,
  token: NewApiToken,
  requestId?: string,
): Promise<{ id: number; secret: string; expiresAt: Date }> {
  const secret = `${mark}${createSecret()}`;
  const made = await trx
    .insertInto("api_tokens")
    .values({
      name: token.name,
      role: token.role,
      prefix: secret.slice(0, mark.length + 6),
      token_hash: hashSecret(secret),
      created_by: token.createdBy,
      expires_at: sql<Date>`now() + make_interval(days => ${token.days})`,
    })
    .returning(["token_id as id", "expires_at as expiresAt"])
    .executeTakeFirstOrThrow();
  await appendAudit(trx, actor, {
    action: "api_token.created",
    entity: "api_token",
    entityId: String(made.id),
    details: { name: token.name, role: token.role, days: token.days },
    requestId,
  });
  return { ...made, secret };
}

/** Tokens, newest first, from the one before `beforeId`. */
export async function selectApiTokens(
  trx: Trx,
  page: { beforeId?: number | undefined; size: number },
): Promise<ApiTokenRow[]> {
  let query = trx
    .selectFrom("api_tokens")
    .leftJoin("users", "users.id", "api_tokens.created_by")
    .select([
      "api_tokens.token_id as id",
      "api_tokens.name",
      "api_tokens.prefix",
      "users.name as createdBy",
      "api_tokens.created_at as createdAt",
      "api_tokens.expires_at as expiresAt",
      "api_tokens.last_used_at as lastUsedAt",
      "api_tokens.revoked_at as revokedAt",
    ])
    .select((eb) => eb.ref("api_tokens.role").$castTo<Role>().as("role"))
    .orderBy("api_tokens.token_id", "desc")
    .limit(page.size);
  if (page.beforeId !== undefined) query = query.where("api_tokens.token_id", "<", page.beforeId);
  return await query.execute();
}

export async function countApiTokens(trx: Trx): Promise<number> {
  const row = await trx
    .selectFrom("api_tokens")
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  return Number(row.total);
}

/** Ends a token at once. One that has ended already stays as it is. */
export async function revokeApiToken(
  trx: Trx,
  actor: Actor,
  tokenId: number,
  requestId?: string,
): Promise<void> {
  const revoked = await trx
    .updateTable("api_tokens")
    .set({ revoked_at: sql`coalesce(revoked_at, now())` })
    .where("token_id", "=", tokenId)
    .returning("name")
    .executeTakeFirst();
  if (!revoked) throw new AppError("not_found", "There is no such API token.");
  await appendAudit(trx, actor, {
    action: "api_token.revoked",
    entity: "api_token",
    entityId: String(tokenId),
    details: { name: revoked.name },
    requestId,
  });
  forgetViewer(`token:${tokenId}`);
}
