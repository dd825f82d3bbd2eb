import { type RawBuilder, sql } from "kysely";
import type { RiskTier } from "#domain/customers/risk-tier.ts";
import type { CustomerSelection, SortDirection, Stretch } from "./customer-order.ts";
import { inTiers } from "./list-filters.ts";

type SortKey = {
  from: RawBuilder<unknown>;
  /** Null where the stretch is sorted by id alone. */
  value: RawBuilder<unknown> | null;
  type: RawBuilder<unknown>;
  id: RawBuilder<unknown>;
};

/** What a stretch is read from: each branch takes its rows in the order of an index; the few that remain are merged. */
export type StretchParts = SortKey & { branches: readonly RawBuilder<unknown>[]; direction: SortDirection };

const scores = sql`customer_health_scores as h`;
const everyone = sql`customers as c left join customer_health_scores as h using (customer_id)`;
const scoreId = sql`h.customer_id`;
const customerId = sql`c.customer_id`;
const isRemoved = sql`(c.deleted_at is not null)`;
// Asked for a few only: those who have no tier.
const scoreIsRemoved = sql`exists (select from customers as c
  where c.customer_id = h.customer_id and c.deleted_at is not null)`;

const byScore: SortKey = { from: scores, value: sql`h.score`, type: sql`smallint`, id: scoreId };
const byName: SortKey = { from: everyone, value: sql`c.name_key`, type: sql`text`, id: customerId };
const bySpend: SortKey = {
  from: everyone,
  value: sql`c.monthly_spend_cents`,
  type: sql`bigint`,
  id: customerId,
};
const byLastSession: SortKey = {
  from: scores,
  value: sql`h.last_session_at`,
  type: sql`timestamptz`,
  id: scoreId,
};
const byScoreId: SortKey = { from: scores, value: null, type: sql`text`, id: scoreId };
const byCustomerId: SortKey = { from: everyone, value: null, type: sql`text`, id: customerId };

type Found = (id: RawBuilder<unknown>) => RawBuilder<unknown>;

/** `finds` null: everybody, as far as the tiers go. */
export function partsOf(
  stretch: Stretch,
  tiers: CustomerSelection["tiers"],
  finds: Found | null,
): StretchParts {
  const found = finds ?? (() => sql`true`);
  const ofScores = sql`${inTiers(tiers, scoreIsRemoved)} and ${found(scoreId)}`;
  const ofEveryone = sql`${inTiers(tiers, isRemoved)} and ${found(customerId)}`;
  switch (stretch.kind) {
    case "scored": {
      // An index gives each tier in the order of the score. What a search or an owner leaves is found once instead.
      const groups = finds !== null ? [stretch.tiers] : stretch.tiers.map((tier) => [tier]);
      const branches = groups.map((some) => sql`${ofTiers(some)} and ${found(scoreId)}`);
      return { ...byScore, branches, direction: stretch.direction };
    }
    case "named":
      return { ...byName, branches: [ofEveryone], direction: stretch.direction };
    case "spending": {
      const branches = [sql`c.monthly_spend_cents is not null and ${ofEveryone}`];
      return { ...bySpend, branches, direction: stretch.direction };
    }
    case "met": {
      const branches = [sql`h.last_session_at is not null and ${ofScores}`];
      return { ...byLastSession, branches, direction: stretch.direction };
    }
    case "never_met":
      return { ...byScoreId, branches: [sql`h.last_session_at is null and ${ofScores}`], direction: "asc" };
    case "not_spending":
      return {
        ...byCustomerId,
        branches: [sql`c.monthly_spend_cents is null and ${ofEveryone}`],
        direction: "asc",
      };
    case "unscored": {
      const where = sql`h.tier is null and not ${scoreIsRemoved} and ${found(scoreId)}`;
      return { ...byScoreId, branches: [where], direction: "asc" };
    }
    case "removed": {
      const where = sql`c.deleted_at is not null and h.tier is null and ${found(customerId)}`;
      return { ...byCustomerId, branches: [where], direction: "asc" };
    }
    case "not_computed": {
      const absent = sql`not exists (select from customer_health_scores as h where h.customer_id = c.customer_id)`;
      const kinds = stretch.of.map((kind) => (kind === "removed" ? isRemoved : sql`not ${isRemoved}`));
      const where = sql`${absent} and (${sql.join(kinds, sql` or `)}) and ${found(customerId)}`;
      return { ...byCustomerId, from: sql`customers as c`, branches: [where], direction: "asc" };
    }
  }
}

function ofTiers(tiers: readonly RiskTier[]): RawBuilder<unknown> {
  const [only, ...more] = tiers;
  return more.length === 0 ? sql`h.tier = ${only}` : sql`h.tier = any (${[...tiers]}::text[])`;
}
