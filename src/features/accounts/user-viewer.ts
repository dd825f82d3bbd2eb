import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Role, Viewer } from "#platform/viewer.ts";

export type SignedInUser = { id: string; name: string; role: Role; timezone: string };

/** The viewer that a signed-in user is, with the customers and subjects it is limited to. */
export async function userViewer(db: Database, user: SignedInUser): Promise<Viewer> {
  const limits = await db
    .selectFrom("user_scopes")
    .select([
      sql<number[] | null>`array_agg(customer_id) filter (where customer_id is not null)`.as("customerIds"),
      sql<string[] | null>`array_agg(subject_code) filter (where subject_code is not null)`.as(
        "subjectCodes",
      ),
    ])
    .where("user_id", "=", user.id)
    .executeTakeFirstOrThrow();
  return {
    userId: user.id,
    kind: "user",
    name: user.name,
    role: user.role,
    timezone: user.timezone,
    customerIds: limits.customerIds?.map(Number) ?? null,
    subjectCodes: limits.subjectCodes,
  };
}
