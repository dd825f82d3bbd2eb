import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import {
  outsideCall,
  outsideCustomer,
  outsideSession,
  outsideSubject,
  outsideTutor,
} from "#sources/fixtures/outside-rows.ts";

type Row = Record<string, unknown> & { updated_at: string };

export type SlowSource = { url: string; counts: Record<string, number>; close(): Promise<void> };

const tutors = 50;

/** Both systems, with many rows and a wait before each answer, so that polls are always in the middle of a walk. */
export async function startSlowSource(options: { customers: number; answerMs: number }): Promise<SlowSource> {
  const lists = makeRows(options.customers);
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://source");
    const [, , , resource = "", id] = url.pathname.split("/");
    const rows = lists[resource] ?? [];
    await sleep(options.answerMs);
    const one = rows[Number(id) - 1];
    const body =
      id === undefined
        ? page(resource, rows, url.searchParams)
        : JSON.stringify(one === undefined ? {} : { [resource.slice(0, -1)]: one });
    response.writeHead(id !== undefined && one === undefined ? 404 : 200, {
      "content-type": "application/json",
    });
    response.end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts: Object.fromEntries(Object.entries(lists).map(([resource, rows]) => [resource, rows.length])),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Rows in the order of their change; the id of a row is its place. */
function makeRows(customers: number): Record<string, readonly Row[]> {
  const many = (count: number, make: (fields: Record<string, unknown>) => unknown) =>
    Array.from(
      { length: count },
      (_, index) => make({ id: index + 1, updated_at: instant(index * 20) }) as Row,
    );
  const customerOf = (id: unknown) => (Number(id) % customers) + 1;
  return {
    subjects: [outsideSubject() as Row],
    customers: many(customers, outsideCustomer),
    tutors: many(tutors, outsideTutor),
    sessions: many(customers * 3, (fields) =>
      outsideSession({
        ...fields,
        customer_id: customerOf(fields.id),
        tutor_id: (Number(fields.id) % tutors) + 1,
        scheduled_at: instant(Number(fields.id) * 30_000),
      }),
    ),
    calls: many(Math.ceil(customers / 5), (fields) =>
      outsideCall({ ...fields, customer_id: customerOf(fields.id) }),
    ),
  };
}

const startMs = Date.parse("2026-03-01T10:00:00Z");
const instant = (afterMs: number) => new Date(startMs + afterMs).toISOString();

function page(resource: string, rows: readonly Row[], query: URLSearchParams): string {
  const since = query.get("updated_since") ?? "";
  const number = Number(query.get("page") ?? 1);
  const size = Number(query.get("per_page") ?? 100);
  const first = rows.findIndex((row) => row.updated_at >= since);
  const matching = first === -1 ? [] : rows.slice(first);
  const pages = Math.ceil(matching.length / size);
  const meta = {
    current_page: number,
    next_page: number < pages ? number + 1 : null,
    prev_page: number > 1 ? number - 1 : null,
    total_pages: pages,
    total_count: matching.length,
  };
  return JSON.stringify({ [resource]: matching.slice((number - 1) * size, number * size), meta });
}
