import { z } from "@hono/zod-openapi";
import { asViewer } from "#db/transaction.ts";
import { readDataAge } from "#features/ingestion/data-age.ts";
import type { ResolveViewer } from "#platform/http/api-env.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { openEventStream } from "#platform/live/event-stream.ts";
import type { Live } from "#platform/live/live.ts";
import { currentPollSchedule } from "./poll-schedule.ts";

const eventNumber = z.coerce.number<string>().int().nonnegative();

const liveRoute = defineRoute({
  method: "get",
  path: "/live",
  summary: "Changes as they happen, as Server-Sent Events: hello, changes, beat, reload",
  tags: ["live"],
  role: "viewer",
  limit: "read",
  request: {
    query: z.object({
      lastEventId: eventNumber.optional().openapi({ description: "The last event that the client has." }),
    }),
    headers: z.object({ "last-event-id": z.string().optional() }),
  },
  responses: { 200: { description: "The stream", content: { "text/event-stream": { schema: z.string() } } } },
});

/** /api/live. The header wins over the parameter: a browser that reconnects by itself sends the newer number there. */
export function createLiveApi(live: () => Live, resolveViewer: ResolveViewer) {
  return createApi().openapi(liveRoute, async (c) => {
    const { hub, reader } = live();
    const { db, viewer, now } = c.var;
    await reader.ready();
    const dataAge = await asViewer(db, viewer, async (trx) =>
      readDataAge(trx, { schedule: currentPollSchedule(), asOf: now() }),
    );
    const header = eventNumber.safeParse(c.req.valid("header")["last-event-id"]);
    const lastEventId = header.data ?? c.req.valid("query").lastEventId ?? null;
    const { raw } = c.req;
    const resolveAgain = async () => await resolveViewer(raw);
    const request = { viewer, lastEventId, signal: raw.signal, resolveAgain, greeting: { dataAge } };
    return openEventStream({ db, hub, reader }, request);
  });
}
