import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { asViewer, type Trx } from "#db/transaction.ts";
import { appendAudit } from "#platform/audit.ts";
import { AppError } from "#platform/errors.ts";
import { hasRole, type Viewer } from "#platform/viewer.ts";
import type { NewView, SavedView, ViewChange } from "./schemas.ts";
import { addressOfView, type NormaliseQuery, type ViewPage } from "./view-pages.ts";
import { mostViewsOfPage } from "./weights.ts";

export type ViewsContext = {
  db: Database;
  viewer: Viewer;
  normalise: NormaliseQuery;
  requestId?: string;
};

type ViewRow = {
  view_id: number;
  user_id: string;
  page: string;
  name: string;
  query: string;
  is_shared: boolean;
  updated_at: Date;
  owner_name: string | null;
  is_first: boolean;
};

/** The viewer's views and those that colleagues share, of one page or of all; one's own first, then by name. */
export async function listViews(ctx: ViewsContext, page?: ViewPage): Promise<SavedView[]> {
  return await asViewer(ctx.db, ctx.viewer, async (trx) => await readViews(trx, ctx, page ? { page } : {}));
}

async function readViews(
  trx: Trx,
  { viewer, normalise }: ViewsContext,
  { page = null, id = null }: { page?: ViewPage | null; id?: number | null },
): Promise<SavedView[]> {
  const { rows } = await sql<ViewRow>`
    select v.view_id, v.user_id, v.page, v.name, v.query, v.is_shared, v.updated_at, sharers.name as owner_name,
      f.view_id is not null as is_first
    from saved_views as v left join view_sharers() as sharers on sharers.id = v.user_id
      left join first_views as f on f.view_id = v.view_id and f.page = v.page
    where (${page}::text is null or v.page = ${page}) and (${id}::bigint is null or v.view_id = ${id})
      and v.page = any (${Object.keys(normalise)}::text[])
    order by v.user_id = ${viewer.userId} desc, lower(v.name), v.view_id`.execute(trx);
  return rows.map((row) => {
    // Only pages that exist were asked for.
    const rowPage = row.page as ViewPage;
    const query = normalise[rowPage](row.query);
    const isMine = row.user_id === viewer.userId;
    return {
      id: row.view_id,
      page: rowPage,
      name: row.name,
      query,
      address: addressOfView(rowPage, query, row.view_id),
      isShared: row.is_shared,
      isMine,
      ownerName: isMine ? viewer.name : (row.owner_name ?? ""),
      isFirst: row.is_first,
      updatedAt: row.updated_at.toISOString(),
    };
  });
}

/** Keeps a view. Throws conflict for a name that one has for this page, or where one has very many. */
export async function saveView(ctx: ViewsContext, page: ViewPage, view: NewView): Promise<SavedView> {
  return await change(ctx, "view.saved", async (trx) => {
    mayShare(ctx.viewer, view.isShared);
    // One at a time for a person, so that the count holds.
    await sql`select pg_advisory_xact_lock(hashtext('saved_views'), hashtext(${ctx.viewer.userId}))`.execute(
      trx,
    );
    await refuseTooMany(trx, ctx.viewer, page);
    const { rows } = await sql<{ id: number }>`
      insert into saved_views (user_id, page, name, query, is_shared)
      values (${ctx.viewer.userId}, ${page}, ${view.name}, ${ctx.normalise[page](view.query)}, ${view.isShared})
      on conflict (user_id, page, name) do nothing returning view_id as id`.execute(trx);
    return rows[0]?.id ?? taken(view.name);
  });
}

/** Renames a view, replaces what it shows, shares it or no longer shares it. Throws not_found for a colleague's. */
export async function changeView(ctx: ViewsContext, id: number, view: ViewChange): Promise<SavedView> {
  return await change(ctx, "view.changed", async (trx) => {
    mayShare(ctx.viewer, view.isShared ?? false);
    const page = await lockOwn(trx, ctx, id);
    const query = view.query === undefined ? null : ctx.normalise[page](view.query);
    if (view.name !== undefined) await refuseTaken(trx, ctx.viewer, { id, page, name: view.name });
    await sql`update saved_views set name = coalesce(${view.name ?? null}, name), query = coalesce(${query}, query),
        is_shared = coalesce(${view.isShared ?? null}, is_shared), updated_at = now()
      where view_id = ${id}`.execute(trx);
    return id;
  });
}

/** Deletes one's own view. Throws not_found for a colleague's. */
export async function deleteView(ctx: ViewsContext, id: number): Promise<void> {
  await asViewer(ctx.db, ctx.viewer, async (trx) => {
    await lockOwn(trx, ctx, id);
    await sql`delete from saved_views where view_id = ${id}`.execute(trx);
    await note(trx, ctx, "view.deleted", id);
  });
}

/** Makes a view the one that its page opens with for the viewer; null: the page opens as it is made. */
export async function setFirstView(ctx: ViewsContext, page: ViewPage, viewId: number | null): Promise<void> {
  refuseTokens(ctx.viewer);
  await asViewer(ctx.db, ctx.viewer, async (trx) => {
    if (viewId === null) {
      await sql`delete from first_views where user_id = ${ctx.viewer.userId} and page = ${page}`.execute(trx);
      return;
    }
    const [view] = await readViews(trx, ctx, { page, id: viewId });
    if (view === undefined) throw noSuchView();
    await sql`insert into first_views (user_id, page, view_id) values (${ctx.viewer.userId}, ${page}, ${viewId})
      on conflict (user_id, page) do update set view_id = excluded.view_id`.execute(trx);
  });
}

async function change(
  ctx: ViewsContext,
  action: string,
  work: (trx: Trx) => Promise<number>,
): Promise<SavedView> {
  refuseTokens(ctx.viewer);
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const id = await work(trx);
    const [view] = await readViews(trx, ctx, { id });
    if (view === undefined) throw noSuchView();
    await note(trx, ctx, action, id, { page: view.page, name: view.name, isShared: view.isShared });
    return view;
  });
}

async function note(
  trx: Trx,
  { viewer, requestId }: ViewsContext,
  action: string,
  id: number,
  details: Record<string, unknown> = {},
): Promise<void> {
  await appendAudit(trx, viewer, { action, entity: "saved_view", entityId: String(id), details, requestId });
}

async function lockOwn(trx: Trx, { viewer }: ViewsContext, id: number): Promise<ViewPage> {
  const { rows } = await sql<{ page: ViewPage }>`
    select page from saved_views where view_id = ${id} and user_id = ${viewer.userId} for update`.execute(
    trx,
  );
  if (rows[0] === undefined) throw noSuchView();
  return rows[0].page;
}

async function refuseTooMany(trx: Trx, { userId }: Viewer, page: ViewPage): Promise<void> {
  const { rows } = await sql<{ views: number }>`
    select count(*)::int as views from saved_views where user_id = ${userId} and page = ${page}`.execute(trx);
  if ((rows[0]?.views ?? 0) >= mostViewsOfPage)
    throw new AppError(
      "conflict",
      `You have ${mostViewsOfPage} views of this page, the most there can be. Delete one, or update one.`,
    );
}

async function refuseTaken(
  trx: Trx,
  { userId }: Viewer,
  { id, page, name }: { id: number; page: ViewPage; name: string },
): Promise<void> {
  const { rows } = await sql`select from saved_views
    where user_id = ${userId} and page = ${page} and name = ${name} and view_id <> ${id}`.execute(trx);
  if (rows.length > 0) taken(name);
}

function taken(name: string): never {
  throw new AppError(
    "conflict",
    `You have a view named “${name}” already. Choose another name, or update that view.`,
  );
}

function mayShare({ role }: Viewer, isShared: boolean): void {
  if (isShared && !hasRole(role, "operator"))
    throw new AppError("forbidden", "Sharing a view needs the role operator.");
}

function refuseTokens({ kind }: Viewer): void {
  if (kind === "token") throw new AppError("forbidden", "An API token has no views of its own.");
}

function noSuchView(): AppError {
  return new AppError("not_found", "There is no such view of yours, or it is no longer shared.");
}
