import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import type { OverrideInForce } from "../outlook/combine-hour.ts";

type StandingOverride = OverrideInForce & { code: string; fromMs: number; toMs: number };

/** Overrides that stood as of an instant, by subject and hour; of several on one hour the newest counts. */
export class StandingOverrides {
  readonly #byCode = new Map<string, StandingOverride[]>();

  constructor(newestFirst: readonly StandingOverride[]) {
    for (const override of newestFirst)
      this.#byCode.set(override.code, [...(this.#byCode.get(override.code) ?? []), override]);
  }

  at(code: string, startMs: number): OverrideInForce | null {
    const found = this.#byCode.get(code)?.find(({ fromMs, toMs }) => fromMs <= startMs && startMs < toMs);
    return found === undefined ? null : { id: found.id, kind: found.kind, amount: found.amount };
  }
}

/** Those of hours that are not over as of the instant. */
export async function readStandingOverrides(db: Database | Trx, asOf: Date): Promise<StandingOverrides> {
  const { rows } = await sql<{
    id: number;
    code: string;
    from_hour: Date;
    to_hour: Date;
    kind: "set" | "scale";
    amount: number;
  }>`
    select override_id as id, subject_code as code, from_hour, to_hour, kind, amount from demand_overrides
    where created_at <= ${asOf} and (ended_at is null or ended_at > ${asOf})
      and to_hour > ${asOf}::timestamptz - interval '1 hour'
    order by override_id desc`.execute(db);
  return new StandingOverrides(
    rows.map(({ from_hour, to_hour, ...row }) => ({
      ...row,
      fromMs: from_hour.getTime(),
      toMs: to_hour.getTime(),
    })),
  );
}
