import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { changeOf, changesBy, dayMs, type MadeDay, timeOf } from "./made-day.ts";
import { presentMs } from "./made-sessions.ts";

/**
 * The list of sessions of the source's contract for days that are made as they are asked for, so that it holds no
 * world and is done with a page in a few milliseconds. `PUT /day` sets the day, `PUT /clock` the instant up to which
 * rows are shown.
 */
let day: MadeDay = { number: 0, changes: 0, stored: 0, firstNewId: 1 };
let clockMs = 0;

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (request.method === "PUT") {
    const body: unknown = JSON.parse(await textOf(request));
    if (url.pathname === "/day") day = body as MadeDay;
    else clockMs = Number(body);
    answer(response, {});
  } else answer(response, pageOf(url.searchParams));
});

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function pageOf(query: URLSearchParams): unknown {
  const page = Number(query.get("page") ?? 1);
  const perPage = Math.min(500, Number(query.get("per_page") ?? 100));
  const end = changesBy(day, clockMs);
  const since = query.get("updated_since");
  const begin = since === null ? 0 : firstAt(Date.parse(since) - presentMs - day.number * dayMs, end);
  const from = Math.min(end, begin + (page - 1) * perPage);
  const to = Math.min(end, from + perPage);
  const rows = Array.from({ length: to - from }, (_, index) => changeOf(day, from + index));
  const pages = Math.ceil((end - begin) / perPage);
  const meta = {
    current_page: page,
    next_page: page < pages ? page + 1 : null,
    prev_page: null,
    total_pages: pages,
    total_count: end - begin,
  };
  return { sessions: rows, meta };
}

/** The first change that happens at `ms` or later. */
function firstAt(ms: number, end: number): number {
  let low = 0;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timeOf(day, middle) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

function answer(response: ServerResponse, body: unknown): void {
  response.sendDate = false;
  response.writeHead(200, {
    "content-type": "application/json",
    date: new Date(presentMs + day.number * dayMs + clockMs).toUTCString(),
  });
  response.end(JSON.stringify(body));
}

server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`${typeof address === "object" ? address?.port : ""}\n`);
});
process.once("SIGTERM", () => process.exit(0));
