import { z } from "@hono/zod-openapi";
import { asViewer } from "#db/transaction.ts";
import { env } from "#platform/env.ts";
import { jsonContent } from "#platform/http/json-content.ts";
import { listPage } from "#platform/http/list-page.ts";
import { newestFirstQuery } from "#platform/http/newest-first.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { acceptInvitation, invite, resendInvitation, revokeInvitation } from "./invitations.ts";
import { listInvitations } from "./lists.ts";
import {
  emailSchema,
  invitationSchema,
  nameSchema,
  nothing,
  passwordSchema,
  roleSchema,
  timezoneSchema,
} from "./schemas.ts";
import { systemViewer } from "./system-viewer.ts";
import { publicUrl } from "./trusted-origins.ts";

const about = { tags: ["accounts"], role: "admin" as const };
const idParameter = z.object({ id: z.coerce.number<string>().int().positive() });
const sent = jsonContent(z.object({ id: z.int(), link: z.string() }));

const listRoute = defineRoute({
  ...about,
  method: "get",
  path: "/invitations",
  summary: "Invitations, newest first",
  limit: "read",
  request: { query: z.object(newestFirstQuery) },
  responses: { 200: { description: "Invitations", content: jsonContent(listPage(invitationSchema)) } },
});

const createRoute = defineRoute({
  ...about,
  method: "post",
  path: "/invitations",
  summary: "Invite somebody by mail",
  limit: "write",
  request: {
    body: { required: true, content: jsonContent(z.object({ email: emailSchema, role: roleSchema })) },
  },
  responses: { 201: { description: "Sent; the link is the one in the mail", content: sent } },
});

const resendRoute = defineRoute({
  ...about,
  method: "post",
  path: "/invitations/{id}/resend",
  summary: "Send an invitation again with a new link",
  limit: "write",
  request: { params: idParameter },
  responses: { 200: { description: "Sent; earlier links stop working", content: sent } },
});

const revokeRoute = defineRoute({
  ...about,
  method: "delete",
  path: "/invitations/{id}",
  summary: "Withdraw an invitation",
  limit: "write",
  request: { params: idParameter },
  responses: nothing,
});

const acceptRoute = defineRoute({
  tags: ["accounts"],
  role: "public",
  method: "post",
  path: "/invitations/accept",
  summary: "Make the account that an invitation promises",
  limit: "sign-in",
  request: {
    body: {
      required: true,
      content: jsonContent(
        z.object({
          token: z.string().min(20).max(200),
          name: nameSchema,
          password: passwordSchema,
          timezone: timezoneSchema.default("UTC"),
        }),
      ),
    },
  },
  responses: {
    201: { description: "The account's address", content: jsonContent(z.object({ email: z.string() })) },
  },
});

const ownAddress = () => publicUrl({ appUrl: env().APP_URL, port: env().PORT });

export const invitationsApi = createApi()
  .openapi(acceptRoute, async (c) => {
    const { token, ...person } = c.req.valid("json");
    const made = await asViewer(c.var.db, systemViewer, (trx) =>
      acceptInvitation(trx, { secret: token, ...person }, c.var.requestId),
    );
    return c.json(made, 201);
  })
  .openapi(listRoute, async (c) =>
    c.json(await listInvitations(c.var.db, c.var.viewer, c.req.valid("query")), 200),
  )
  .openapi(createRoute, async (c) => {
    const { viewer, requestId } = c.var;
    const invited = c.req.valid("json");
    const sending = { publicUrl: ownAddress(), requestId };
    return c.json(await asViewer(c.var.db, viewer, (trx) => invite(trx, viewer, invited, sending)), 201);
  })
  .openapi(resendRoute, async (c) => {
    const { viewer, requestId } = c.var;
    const { id } = c.req.valid("param");
    const sending = { publicUrl: ownAddress(), requestId };
    return c.json(await asViewer(c.var.db, viewer, (trx) => resendInvitation(trx, viewer, id, sending)), 200);
  })
  .openapi(revokeRoute, async (c) => {
    const { viewer, requestId } = c.var;
    const { id } = c.req.valid("param");
    await asViewer(c.var.db, viewer, (trx) => revokeInvitation(trx, viewer, id, requestId));
    return c.body(null, 204);
  });
