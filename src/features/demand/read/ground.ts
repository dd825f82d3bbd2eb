import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { sessionsKnownUntil } from "../history/sessions-known.ts";
import { loadImbalanceSettings } from "../imbalance/settings.ts";
import type { DemandGround } from "../schemas/ground.ts";
import { loadDemandSettings } from "../settings.ts";

/** On what the forecast in force rests. */
export async function readGround(trx: Trx, asOf: Date, businessTimezone: string): Promise<DemandGround> {
  const { value: demand } = await loadDemandSettings(trx);
  const imbalance = await loadImbalanceSettings(trx);
  const { rows } = await sql<{
    made_at: Date;
    computed_at: Date | null;
    trained_from: Date;
    trained_to: Date;
  }>`
    select made_at, (select max(computed_at) from demand_outlook) as computed_at, trained_from, trained_to
    from forecast_runs order by made_at desc limit 1`.execute(trx);
  const [run] = rows;
  return {
    asOf: asOf.toISOString(),
    madeAt: run?.made_at.toISOString() ?? null,
    computedAt: run?.computed_at?.toISOString() ?? null,
    sessionsKnownUntil: (await sessionsKnownUntil(trx, asOf))?.toISOString() ?? null,
    trainedFrom: run?.trained_from.toISOString() ?? null,
    trainedTo: run?.trained_to.toISOString() ?? null,
    businessTimezone,
    limits: {
      ...demand.balance,
      leastProbability: imbalance.hourProbability.open,
      leastUnserved: imbalance.hourUnserved.open,
      alertUnserved: imbalance.unserved.open,
    },
  };
}
