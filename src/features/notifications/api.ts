import { z } from "@hono/zod-openapi";
import { asViewer } from "#db/transaction.ts";
import { withIsoDates } from "#platform/http/iso-dates.ts";
import { jsonContent } from "#platform/http/json-content.ts";
import { listPage } from "#platform/http/list-page.ts";
import { newestFirstQuery } from "#platform/http/newest-first.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { listMails, mailStates, readMail, sendAgain } from "./outbox-list.ts";

const about = { tags: ["mail"], role: "admin" as const };
const idParameter = z.object({ id: z.coerce.number<string>().int().positive() });
const instant = z.iso.datetime();

const mailSchema = z
  .object({
    id: z.int(),
    template: z.string(),
    recipient: z.string(),
    subject: z.string().nullable(),
    state: z.enum(mailStates),
    tries: z.int(),
    createdAt: instant,
    sendAfter: instant,
    sentAt: instant.nullable(),
    lastError: z.string().nullable(),
  })
  .openapi("Mail");

export type Mail = z.infer<typeof mailSchema>;

const listRoute = defineRoute({
  ...about,
  method: "get",
  path: "/outbox",
  summary: "Mails, newest first",
  limit: "read",
  request: { query: z.object({ ...newestFirstQuery, state: z.enum(mailStates).optional() }) },
  responses: {
    200: {
      description: "Mails; sending is false where no way to send is set up",
      content: jsonContent(listPage(mailSchema).extend({ sending: z.boolean() })),
    },
  },
});

const readRoute = defineRoute({
  ...about,
  method: "get",
  path: "/outbox/{id}",
  summary: "One mail with what it says",
  limit: "read",
  request: { params: idParameter },
  responses: {
    200: {
      description: "The mail; html and text are null until a worker has rendered it",
      content: jsonContent(mailSchema.extend({ html: z.string().nullable(), text: z.string().nullable() })),
    },
  },
});

const againRoute = defineRoute({
  ...about,
  method: "post",
  path: "/outbox/{id}/send",
  summary: "Send a mail again that failed or was held",
  limit: "write",
  request: { params: idParameter },
  responses: { 204: { description: "Queued" } },
});

/** Routes over the outbox. */
export const notificationsApi = createApi()
  .openapi(listRoute, async (c) => c.json(await listMails(c.var.db, c.var.viewer, c.req.valid("query")), 200))
  .openapi(readRoute, async (c) => {
    const { viewer, requestId } = c.var;
    const { id } = c.req.valid("param");
    const mail = await asViewer(c.var.db, viewer, (trx) => readMail(trx, viewer, id, requestId));
    return c.json(withIsoDates(mail), 200);
  })
  .openapi(againRoute, async (c) => {
    const { viewer, requestId } = c.var;
    const { id } = c.req.valid("param");
    await asViewer(c.var.db, viewer, (trx) => sendAgain(trx, viewer, id, requestId));
    return c.body(null, 204);
  });
