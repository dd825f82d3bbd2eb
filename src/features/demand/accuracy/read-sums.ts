import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { type AccuracySums, noSums } from "./judge-hour.ts";

/** Which hours are summed up. */
export type SumsOver = { asOf: Date; days: number; code: string | null; distanceDays: number | null };

const columns = sql.join(
  Object.keys(noSums).map((name) => sql`sum(${sql.ref(name)})::float8 as ${sql.ref(name)}`),
);

/** Sums over measured hours by an expression of forecast_accuracy, of those whom the viewer sees. */
export async function readSums<Key>(
  trx: Trx,
  key: RawBuilder<Key>,
  { asOf, days, code, distanceDays }: SumsOver,
): Promise<(AccuracySums & { key: Key })[]> {
  const { rows } = await sql<AccuracySums & { key: Key }>`
    select ${key} as key, ${columns} from forecast_accuracy
    where day > (${asOf}::timestamptz - make_interval(days => ${days}))::date and day <= (${asOf}::timestamptz + interval '1 day')::date
      and (${code}::text is null or subject_code = ${code})
      and (${distanceDays}::int is null or distance_days = ${distanceDays})
    group by 1 order by 1`.execute(trx);
  return rows;
}
