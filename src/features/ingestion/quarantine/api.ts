import type { Context } from "hono";
import { asViewer } from "#db/transaction.ts";
import { appendAudit } from "#platform/audit.ts";
import type { ApiEnv } from "#platform/http/api-env.ts";
import { createApi } from "#platform/http/route.ts";
import type { ReadRecordText } from "./check-edit.ts";
import { discardRecords, putBackRecords } from "./discard-records.ts";
import { retryQuarantinedJob } from "./jobs.ts";
import { listQuarantine, readQuarantined } from "./read-quarantine.ts";
import { readRequest } from "./read-request.ts";
import { type Asking, requestOneRetry, requestRetry } from "./request-retry.ts";
import {
  discardRoute,
  listRoute,
  putBackRoute,
  readRoute,
  requestRoute,
  retryManyRoute,
  retryOneRoute,
} from "./routes.ts";

/** Routes over records in quarantine, for administrators. */
export function createQuarantineApi(readText: ReadRecordText) {
  const retryQuarantined = retryQuarantinedJob(readText);
  // What was asked for stands in the database; a job that could not be queued is made up for by the schedule.
  const enqueue = async (c: Context<ApiEnv>) =>
    await c.var.queue.enqueue(retryQuarantined, {}, { dedupeKey: "all" });
  return createApi()
    .openapi(listRoute, async (c) => {
      const query = c.req.valid("query");
      return c.json(await asViewer(c.var.db, c.var.viewer, (trx) => listQuarantine(trx, query)), 200);
    })
    .openapi(requestRoute, async (c) => {
      const { id } = c.req.valid("param");
      return c.json(await asViewer(c.var.db, c.var.viewer, (trx) => readRequest(trx, id)), 200);
    })
    .openapi(retryManyRoute, async (c) => {
      const selection = c.req.valid("json");
      const asked = await asViewer(c.var.db, c.var.viewer, (trx) =>
        requestRetry(trx, { ...askingOf(c), readText }, selection),
      );
      if (asked.records > asked.malformed) await enqueue(c);
      return c.json(asked, 202);
    })
    .openapi(discardRoute, async (c) => {
      const decision = c.req.valid("json");
      const decided = await asViewer(c.var.db, c.var.viewer, (trx) =>
        discardRecords(trx, askingOf(c), decision),
      );
      return c.json(decided, 200);
    })
    .openapi(putBackRoute, async (c) => {
      const { ids } = c.req.valid("json");
      const decided = await asViewer(c.var.db, c.var.viewer, (trx) => putBackRecords(trx, askingOf(c), ids));
      return c.json(decided, 200);
    })
    .openapi(readRoute, async (c) => {
      const { viewer, requestId } = c.var;
      const { id } = c.req.valid("param");
      const record = await asViewer(c.var.db, viewer, async (trx) => {
        const found = await readQuarantined(trx, id);
        const details = { resource: found.resource, key: found.key };
        const entry = { entity: "quarantined_record", entityId: String(id), details, requestId };
        await appendAudit(trx, viewer, { action: "quarantine.opened", ...entry });
        return found;
      });
      return c.json(record, 200);
    })
    .openapi(retryOneRoute, async (c) => {
      const { id } = c.req.valid("param");
      const { record, reason } = c.req.valid("json");
      const edit = record === undefined ? null : { text: record, reason: reason ?? "" };
      const asked = await asViewer(c.var.db, c.var.viewer, (trx) =>
        requestOneRetry(trx, { ...askingOf(c), readText }, id, edit),
      );
      await enqueue(c);
      return c.json(asked, 202);
    });
}

function askingOf({ var: { viewer, now, requestId } }: Context<ApiEnv>): Asking {
  return { actor: viewer, at: now(), httpRequestId: requestId };
}
