import { type RawBuilder, sql } from "kysely";
import { arrayLiteral } from "../write/array-literal.ts";
import type { QuarantineFilter, Selection } from "./schemas.ts";

/** A fault's path without positions: goals[0].title and goals[7].title are one thing to mend. */
export const pathWithoutPositions = sql`regexp_replace(fault->>'path', '\\[\\d+\\]', '[]', 'g')`;

/** The condition on `quarantined_records kept` that a filter stands for. */
export function matching({ resource, state, path, reason, search }: QuarantineFilter): RawBuilder<boolean> {
  return sql`kept.state = ${state}
    and (${resource ?? null}::text is null or kept.resource = ${resource ?? null})
    and (${search ?? null}::text is null or starts_with(kept.record_key, ${search ?? null}))
    and (${path ?? null}::text is null and ${reason ?? null}::text is null or exists (
      select from jsonb_array_elements(kept.faults) as fault
      where (${path ?? null}::text is null or ${pathWithoutPositions} = ${path ?? null})
        and (${reason ?? null}::text is null or fault->>'reason' = ${reason ?? null})))`;
}

/** The condition that a selection stands for: records by number, or all that a filter shows. */
export function selected({ ids, filter }: Selection): RawBuilder<boolean> {
  if (filter !== undefined) return matching(filter);
  return sql`kept.quarantine_id = any (${arrayLiteral(ids ?? [], (id) => id)}::bigint[])`;
}
