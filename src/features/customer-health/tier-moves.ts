import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { asViewer, type Trx } from "#db/transaction.ts";
import type { Viewer } from "#platform/viewer.ts";
import { type Tier, tiers } from "./ladder.ts";

export type TierMove = {
  customerId: number;
  name: string;
  from: Tier;
  to: Tier;
  score: number;
  at: Date;
  /** What forced the tier, or else the cause that moved most, in words; null where none is known. */
  cause: string | null;
};

export type TierMoves = { worsened: number; improved: number; worst: TierMove[] };

type Stretch = { from: Date; to: Date; limit: number };

type MoveRow = TierMove & { worsened: number; improved: number };

/**
 * Customers whose tier as of `to` is another than as of `from`: how many fell and rose, and the `limit` that fell
 * furthest, newest first among equals.
 */
export async function readTierMoves(
  { db, viewer }: { db: Database; viewer: Viewer },
  stretch: Stretch,
): Promise<TierMoves> {
  return await asViewer(db, viewer, async (trx) => await tierMoves(trx, stretch));
}

async function tierMoves(trx: Trx, { from, to, limit }: Stretch): Promise<TierMoves> {
  const rank = (tier: string) => sql`array_position(${[...tiers]}::text[], ${sql.ref(tier)})`;
  const { rows } = await sql<MoveRow>`
    with moved as (
      select distinct on (customer_id) customer_id, tier, score, as_of, causes
      from customer_health_history where as_of > ${from} and as_of <= ${to}
      order by customer_id, as_of desc
    ), compared as (
      select moved.*, earlier.tier as tier_before, ${rank("moved.tier")} - ${rank("earlier.tier")} as rise
      from moved cross join lateral (
        select tier from customer_health_history earlier
        where earlier.customer_id = moved.customer_id and earlier.as_of <= ${from}
        order by as_of desc limit 1) as earlier
      where moved.tier is not null and earlier.tier is not null and moved.tier <> earlier.tier
    ), counted as (
      select *, (count(*) filter (where rise < 0) over ())::int as worsened,
        (count(*) filter (where rise > 0) over ())::int as improved
      from compared
    )
    select customer_id as "customerId", name, tier_before as "from", tier as "to", score, as_of as at,
      coalesce((select cause ->> 'text' from jsonb_array_elements(causes) as cause
        where cause ->> 'component' = 'tier' limit 1), causes -> 0 ->> 'text') as cause, worsened, improved
    from counted join customers using (customer_id)
    order by rise, as_of desc, customer_id limit ${limit}`.execute(trx);
  const worst = rows.filter((move) => tiers.indexOf(move.to) < tiers.indexOf(move.from));
  return {
    worsened: rows[0]?.worsened ?? 0,
    improved: rows[0]?.improved ?? 0,
    worst: worst.map(({ worsened: _worsened, improved: _improved, ...move }) => move),
  };
}
