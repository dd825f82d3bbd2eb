import type { Resource } from "#sources/source.ts";
import type { Behind } from "./source-server.ts";
import type { Version } from "./source-world.ts";

export type Answer = { status: number; json: unknown };

type ListAsked = { resource: Resource; since: string | null; page: number; perPage: number };

/** What a request asks for. */
export type Asked = {
  resource: Resource;
  /** Null where it is not a list of records. */
  list: ListAsked | null;
  rest: string | null;
  query: URLSearchParams;
};

const mostPerPage = 500;

export function readAsked(url: URL): Asked {
  const [resource = "", rest] = url.pathname.replace(/^.*\/api\/v1\//, "").split("/");
  const query = url.searchParams;
  const list =
    rest === undefined
      ? {
          resource: resource as Resource,
          since: query.get("updated_since"),
          page: Math.max(1, Number(query.get("page") ?? 1)),
          perPage: Math.min(mostPerPage, Number(query.get("per_page") ?? 100)),
        }
      : null;
  return { resource: resource as Resource, list, rest: rest ?? null, query };
}

/** The answer of a source that keeps its contract. */
export function answerTo(behind: Behind, asked: Asked, atMs = behind.source.world.clockMs): Answer {
  if (asked.list !== null) return pageOf(behind, asked.list, atMs);
  if (asked.rest === "ids") return idsOf(behind, asked);
  if (asked.rest === "counts") return countsOf(behind, asked);
  return oneOf(behind, asked);
}

function pageOf(behind: Behind, { resource, since, page, perPage }: ListAsked, atMs: number): Answer {
  const { source, shape } = behind;
  const sinceMs = since === null ? Number.NEGATIVE_INFINITY : Date.parse(since);
  if (Number.isNaN(sinceMs)) return { status: 400, json: { error: "updated_since cannot be read" } };
  const size = Math.min(perPage, shape.maxPerPage);
  const matching = source.world
    .list(resource, atMs)
    .filter(({ version }) => version.micros >= sinceMs * 1000);
  const pages = Math.ceil(matching.length / size);
  const shown = matching.slice((page - 1) * size, page * size).map(({ version }) => version);
  if (page > 1 && shown[0] !== undefined && Math.floor(shown[0].micros / 1000) === sinceMs)
    source.tally.add("one_instant");
  return {
    status: 200,
    json: {
      [resource]: shown.map((version) => print(behind, version, true)),
      meta: {
        current_page: page,
        next_page: page < pages ? page + 1 : null,
        prev_page: page > 1 ? page - 1 : null,
        total_pages: pages,
        total_count: matching.length,
      },
    },
  };
}

function print({ source }: Behind, version: Version, isList = false): Record<string, unknown> {
  if (!version.isServed) {
    if (version.faultPath !== null) source.tally.add("malformed");
    if (Object.keys(version.printed).some((field) => field.startsWith("mood_")))
      source.tally.add("schema_drift");
  }
  version.isServed = true;
  if (isList) version.isListed = true;
  return version.printed;
}

function oneOf(behind: Behind, { resource, rest }: Asked): Answer {
  const row = behind.source.world.row(resource, Number(rest));
  const version = row && behind.source.world.shown(row);
  if (version === undefined) return { status: 404, json: { error: "not found" } };
  return { status: 200, json: { [resource.replace(/s$/, "")]: print(behind, version) } };
}

function live({ source }: Behind, resource: Resource) {
  return source.world.list(resource).filter(({ version }) => version.meant.deleted_at === null);
}

function idsOf(behind: Behind, { resource, query }: Asked): Answer {
  const after = Number(query.get("after_id") ?? 0);
  const size = Math.min(Number(query.get("per_page") ?? 10_000), behind.shape.idsPerPage);
  const ids = live(behind, resource)
    .map(({ row }) => Number(row.key))
    .filter((id) => id > after)
    .sort((a, b) => a - b);
  const shown = ids.slice(0, size);
  return {
    status: 200,
    json: { ids: shown, meta: { next_after_id: ids.length > size ? shown.at(-1) : null } },
  };
}

function countsOf(behind: Behind, { resource, query }: Asked): Answer {
  const from = query.get("from") ?? "";
  const to = query.get("to") ?? "9999";
  const counts = new Map<string, number>();
  for (const { version } of live(behind, resource)) {
    const date = new Date(String(version.meant.created_at)).toISOString().slice(0, 10);
    if (date >= from && date <= to) counts.set(date, (counts.get(date) ?? 0) + 1);
  }
  return { status: 200, json: { counts: [...counts].map(([date, count]) => ({ date, count })) } };
}
