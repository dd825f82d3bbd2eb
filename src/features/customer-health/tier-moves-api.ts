import { z } from "@hono/zod-openapi";
import type { Database } from "#db/client.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import type { Viewer } from "#platform/viewer.ts";
import { tiers } from "./ladder.ts";
import { readTierMoves } from "./tier-moves.ts";

const millisecondsPerHour = 3_600_000;

/** Moves that the overview lists; more would hide the first. */
const listedMoves = 6;

const tierMovesSchema = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    worsened: z.int(),
    improved: z.int(),
    worst: z.array(
      z.object({
        customerId: z.int(),
        name: z.string(),
        from: z.enum(tiers),
        to: z.enum(tiers),
        score: z.int(),
        at: z.iso.datetime(),
        cause: z.string().nullable(),
      }),
    ),
  })
  .openapi("TierMoves");

export type TierMovesAnswer = z.infer<typeof tierMovesSchema>;

const movesRoute = defineRoute({
  method: "get",
  path: "/customer-health/moves",
  summary: "Who changed tier in the last hours: how many fell and rose, and who fell furthest",
  tags: ["customer health"],
  role: "viewer",
  limit: "read",
  request: { query: z.object({ hours: z.coerce.number<string>().int().min(1).max(720).default(24) }) },
  responses: { 200: { description: "Moves", content: { "application/json": { schema: tierMovesSchema } } } },
});

/** Moves between two instants as they are sent. */
export async function movesAnswer(
  asker: { db: Database; viewer: Viewer },
  from: Date,
  to: Date,
): Promise<TierMovesAnswer> {
  const moves = await readTierMoves(asker, { from, to, limit: listedMoves });
  const worst = moves.worst.map((move) => ({ ...move, at: move.at.toISOString() }));
  return { ...moves, worst, from: from.toISOString(), to: to.toISOString() };
}

export const tierMovesApi = createApi().openapi(movesRoute, async (c) => {
  const to = c.var.now();
  const from = new Date(to.getTime() - c.req.valid("query").hours * millisecondsPerHour);
  return c.json(await movesAnswer(c.var, from, to), 200);
});
