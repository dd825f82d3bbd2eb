import { asViewer } from "#db/transaction.ts";
import { createApi } from "#platform/http/route.ts";
import { decide } from "./decide.ts";
import { listRecommendations, readAcceptance } from "./read-recommendations.ts";
import { acceptanceRoute, acceptRoute, dismissRoute, doneRoute, listRoute } from "./routes.ts";

/** Routes over recommendations. */
export const recommendationsApi = createApi()
  .openapi(listRoute, async (c) => {
    const query = c.req.valid("query");
    const { db, viewer } = c.var;
    return c.json(await asViewer(db, viewer, async (trx) => await listRecommendations(trx, query)), 200);
  })
  .openapi(acceptanceRoute, async (c) => c.json(await asViewer(c.var.db, c.var.viewer, readAcceptance), 200))
  .openapi(acceptRoute, async (c) => {
    const { note } = c.req.valid("json");
    return c.json(await decide(c.var, c.req.valid("param").id, { decision: "accepted", note }), 200);
  })
  .openapi(dismissRoute, async (c) => {
    const { note } = c.req.valid("json");
    return c.json(await decide(c.var, c.req.valid("param").id, { decision: "dismissed", note }), 200);
  })
  .openapi(doneRoute, async (c) => {
    const { note } = c.req.valid("json");
    return c.json(await decide(c.var, c.req.valid("param").id, { decision: "done", note }), 200);
  });
