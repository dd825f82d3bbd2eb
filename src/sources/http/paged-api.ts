import { z } from "zod";
import { readItem, readItems, singularNames, unknownFieldsOf } from "../schema/read-items.ts";
import type { RecordFormat } from "../schema/record-format.ts";
import { recordFormats } from "../schema/record-formats.ts";
import type {
  CalendarDate,
  DayCount,
  IdsPage,
  Item,
  Page,
  PageRequest,
  Resource,
  Source,
} from "../source.ts";
import type { Answer } from "./ask-once.ts";
import type { HttpClient } from "./http-client.ts";
import { TransientFault } from "./transient-fault.ts";

const count = z.number().int().min(0);
const listSchema = z.record(z.string(), z.unknown()).and(
  z.object({
    meta: z.object({
      next_page: count.nullable(),
      current_page: count.optional(),
      total_pages: count.optional(),
      total_count: count.optional(),
    }),
  }),
);
const objectSchema = z.record(z.string(), z.unknown());
const idsSchema = z.object({
  ids: z.array(z.number().int().positive()),
  meta: z.object({ next_after_id: count.nullable() }),
});
const countsSchema = z.object({ counts: z.array(z.object({ date: z.iso.date(), count })) });

/** The contract that both systems share: lists by page, one by id, ids, counts. */
export function createPagedApi(name: string, resources: readonly Resource[], http: HttpClient): Source {
  const ask = async <T>(
    path: string,
    query: Record<string, string | number>,
    read: (answer: Answer) => T,
    signal: AbortSignal | undefined,
  ) => (await http.get(path, query, read, { signal })) as T;
  return {
    name,
    resources,
    fetchPage: async (resource, request) =>
      await ask(
        resource,
        queryOf(request),
        (answer) => readPage(recordFormats[resource], request.page, answer),
        request.signal,
      ),
    fetchOne: async (resource, id, signal) =>
      await http.get(`${resource}/${id}`, {}, (answer) => readOne(recordFormats[resource], answer), {
        signal,
        nullIfMissing: true,
      }),
    async fetchIds(resource, afterId, signal) {
      const query = { after_id: afterId, per_page: 10_000 };
      return await ask(`${resource}/ids`, query, (answer) => readIds(afterId, answer), signal);
    },
    async fetchCounts(resource, from, to, signal) {
      return await ask(`${resource}/counts`, { from, to }, (answer) => readCounts(from, to, answer), signal);
    },
  };
}

/**
 * Ids that do not rise, or that were asked for before, would make a comparison wrong, and a next place that
 * does not lie further on would make it endless. A page may be short, even empty, without being the last.
 */
function readIds(afterId: number, { json }: Answer): IdsPage {
  const { ids, meta } = shaped(idsSchema, json);
  let last = afterId;
  for (const id of ids) {
    if (id <= last) throw notAgreed("ids do not rise");
    last = id;
  }
  const nextAfterId = meta.next_after_id;
  if (nextAfterId !== null && (nextAfterId < last || nextAfterId === afterId))
    throw notAgreed("meta.next_after_id");
  return { ids, nextAfterId };
}

function readCounts(from: CalendarDate, to: CalendarDate, { json }: Answer): DayCount[] {
  const { counts } = shaped(countsSchema, json);
  if (new Set(counts.map(({ date }) => date)).size < counts.length) throw notAgreed("a day is counted twice");
  if (counts.some(({ date }) => date < from || date > to))
    throw notAgreed("a day outside of those asked for");
  return counts;
}

function queryOf({ since, page, perPage }: PageRequest): Record<string, string | number> {
  return { ...(since === null ? {} : { updated_since: since }), page, per_page: perPage };
}

function shaped<T>(schema: z.ZodType<T>, json: unknown): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw notAgreed(parsed.error.issues[0]?.path.map(String).join(".") || "the answer");
}

function notAgreed(what: string): TransientFault {
  return new TransientFault("source_malformed", `its answer does not have the agreed shape (${what})`);
}

function readPage<R extends Resource>(format: RecordFormat<R>, asked: number, answer: Answer): Page<R> {
  const body = shaped(listSchema, answer.json);
  const rows = body[format.resource];
  if (!Array.isArray(rows)) throw notAgreed(format.resource);
  const { next_page: nextPage, current_page: page, total_pages: pages, total_count: total } = body.meta;
  // A page that contradicts itself, or is another one than we asked for, would silently lose rows.
  if (page !== undefined && page !== asked) throw notAgreed("meta.current_page");
  if (nextPage !== null && nextPage !== asked + 1) throw notAgreed("meta.next_page");
  if (nextPage === null && pages !== undefined && pages > asked) throw notAgreed("meta.next_page");
  if (rows.length === 0 && (nextPage !== null || (asked === 1 && (total ?? 0) > 0)))
    throw notAgreed(`${format.resource} is empty`);
  return {
    items: readItems(format, rows, answer.text),
    nextPage,
    totalCount: total ?? null,
    answeredAt: answer.answeredAt,
    unknownFields: unknownFieldsOf(format, rows),
  };
}

function readOne<R extends Resource>(format: RecordFormat<R>, { json, text }: Answer): Item<R> {
  const key = singularNames[format.resource];
  const record = shaped(objectSchema, json)[key];
  if (record === undefined) throw notAgreed(key);
  return readItem(format, record, text);
}
