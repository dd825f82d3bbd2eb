import { z } from "zod";
import { rawEntries, rawField } from "../schema/raw-json.ts";
import type { RecordFormat } from "../schema/record-format.ts";
import { recordFormats } from "../schema/record-formats.ts";
import type { Item, Page, PageRequest, Resource, Source } from "../source.ts";
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

const singular: Record<Resource, string> = {
  subjects: "subject",
  customers: "customer",
  tutors: "tutor",
  sessions: "session",
  calls: "call",
};

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
      const read = ({ json }: Answer) => shaped(idsSchema, json);
      const query = { after_id: afterId, per_page: 10_000 };
      const { ids, meta } = await ask(`${resource}/ids`, query, read, signal);
      return { ids, nextAfterId: meta.next_after_id };
    },
    async fetchCounts(resource, from, to, signal) {
      const read = ({ json }: Answer) => shaped(countsSchema, json).counts;
      return await ask(`${resource}/counts`, { from, to }, read, signal);
    },
  };
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

function readItems<R extends Resource>(
  format: RecordFormat<R>,
  rows: readonly unknown[],
  text: string,
): Item<R>[] {
  // Cut out of the text only where something is rejected.
  let raw: string[] | undefined;
  const rawOf = (index: number) => {
    raw ??= rawEntries(rawField(text, format.resource) ?? "[]");
    return raw[index] ?? JSON.stringify(rows[index]);
  };
  return rows.map((row, index) => format.read(row, () => rawOf(index)));
}

function unknownFieldsOf(format: RecordFormat, rows: readonly unknown[]): string[] {
  const found = new Set<string>();
  for (const row of rows) format.collectUnknownFields(row, found);
  return [...found];
}

function readOne<R extends Resource>(format: RecordFormat<R>, { json, text }: Answer): Item<R> {
  const key = singular[format.resource];
  const record = shaped(objectSchema, json)[key];
  if (record === undefined) throw notAgreed(key);
  return format.read(record, () => rawField(text, key) ?? JSON.stringify(record));
}
