import { type Request, type Response, Router } from "express";
import { printDay } from "../world/instants.ts";
import type { ResourceName } from "../world/model.ts";
import { readCount, readDay, readInstant } from "./read-query.ts";
import { singular } from "./resource-names.ts";
import type { RowStore } from "./row-store.ts";
import type { Source } from "./source.ts";

/** The contract's routes of some resources, below `/api/v1`. */
export function resourceRoutes(source: () => Source, resources: readonly ResourceName[]): Router {
  const router = Router();
  for (const resource of resources) {
    const store = () => source().stores[resource];
    router.get(`/${resource}`, (request, response) => list(store(), request, response));
    if (resource !== "subjects") {
      router.get(`/${resource}/ids`, (request, response) => listIds(store(), request, response));
      router.get(`/${resource}/counts`, (request, response) => listCounts(store(), request, response));
    }
    router.get(`/${resource}/:key`, (request, response) => showOne(store(), request, response));
  }
  return router;
}

function list(store: RowStore, request: Request, response: Response): void {
  const since = request.query.updated_since;
  const sinceUs = since === undefined ? 0 : readInstant(since);
  if (sinceUs === null) {
    const error = `updated_since must be an ISO 8601 instant with an offset, such as 2026-03-08T07:59:59.000Z; a + is written %2B`;
    response.status(400).json({ error });
    return;
  }
  const page = readCount(request.query.page, 1);
  const perPage = readCount(request.query.per_page, 100, 500);
  const { rows, total } = store.page(sinceUs, page, perPage);
  const pages = Math.ceil(total / perPage);
  const meta = {
    current_page: page,
    next_page: page < pages ? page + 1 : null,
    prev_page: page > 1 && page <= pages ? page - 1 : null,
    total_pages: pages,
    total_count: total,
  };
  response.json({ [store.resource]: rows, meta });
}

function listIds(store: RowStore, request: Request, response: Response): void {
  const afterId = readCount(request.query.after_id, 0);
  const perPage = readCount(request.query.per_page, 10_000, 10_000);
  const { ids, nextAfterId } = store.idsAfter(afterId, perPage);
  response.json({ ids, meta: { next_after_id: nextAfterId } });
}

function listCounts(store: RowStore, request: Request, response: Response): void {
  const from = request.query.from === undefined ? Number.NEGATIVE_INFINITY : readDay(request.query.from);
  const to = request.query.to === undefined ? Number.POSITIVE_INFINITY : readDay(request.query.to);
  if (from === null || to === null) {
    response.status(400).json({ error: "from and to must be days, such as 2026-03-08" });
    return;
  }
  const counts = store.countsByDay(from, to).map(({ day, count }) => ({ date: printDay(day), count }));
  response.json({ counts });
}

function showOne(store: RowStore, request: Request, response: Response): void {
  const id = store.idOf(String(request.params.key));
  if (id === null) {
    response.status(404).json({ error: `there is no ${singular[store.resource]} ${request.params.key}` });
    return;
  }
  response.json({ [singular[store.resource]]: store.row(id) });
}
