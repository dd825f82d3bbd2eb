import { z } from "zod";
import type { Database } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import { decodeCursor, encodeCursor } from "#platform/http/cursor.ts";
import { type WithIsoDates, withIsoDates } from "#platform/http/iso-dates.ts";
import { beforeId, newestFirstPage } from "#platform/http/newest-first.ts";
import type { Viewer } from "#platform/viewer.ts";
import { type ApiTokenRow, countApiTokens, selectApiTokens } from "./api-tokens.ts";
import { type AuditFilter, type AuditRow, countAuditEntries, selectAuditEntries } from "./audit-entries.ts";
import { countInvitations, type InvitationRow, selectInvitations } from "./invitations.ts";
import { countUsers, selectUsers, type UserRow } from "./users.ts";

export type Page<Row> = { data: WithIsoDates<Row>[]; nextCursor: string | null; total: number };
export type PageQuery = { cursor?: string | undefined; limit: number };

const place = z.object({ email: z.string() });

/** Everybody with an account, by address, as far as the viewer may see them. */
export async function listUsers(
  db: Database,
  viewer: Viewer,
  { cursor, limit, search }: PageQuery & { search?: string | undefined },
): Promise<Page<UserRow>> {
  const after = cursor === undefined ? {} : { afterEmail: decodeCursor(cursor, place).email };
  const { found, total } = await asViewer(db, viewer, async (trx) => ({
    found: await selectUsers(trx, { ...after, size: limit + 1, search }),
    total: await countUsers(trx, search),
  }));
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return {
    data: rows.map(withIsoDates),
    nextCursor: last ? encodeCursor({ email: last.email }) : null,
    total,
  };
}

/** Invitations, newest first. */
export async function listInvitations(
  db: Database,
  viewer: Viewer,
  { cursor, limit }: PageQuery,
): Promise<Page<InvitationRow>> {
  return await asViewer(db, viewer, async (trx) => {
    const rows = await selectInvitations(trx, { beforeId: beforeId(cursor), size: limit + 1 });
    return newestFirstPage(rows, limit, await countInvitations(trx));
  });
}

/** API tokens, newest first. */
export async function listApiTokens(
  db: Database,
  viewer: Viewer,
  { cursor, limit }: PageQuery,
): Promise<Page<ApiTokenRow>> {
  return await asViewer(db, viewer, async (trx) => {
    const rows = await selectApiTokens(trx, { beforeId: beforeId(cursor), size: limit + 1 });
    return newestFirstPage(rows, limit, await countApiTokens(trx));
  });
}

/** The audit log, newest first. */
export async function listAuditEntries(
  db: Database,
  viewer: Viewer,
  { cursor, limit, ...filter }: PageQuery & AuditFilter,
): Promise<Page<AuditRow>> {
  return await asViewer(db, viewer, async (trx) => {
    const rows = await selectAuditEntries(trx, filter, { beforeId: beforeId(cursor), size: limit + 1 });
    return newestFirstPage(rows, limit, await countAuditEntries(trx, filter));
  });
}
