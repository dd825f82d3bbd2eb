import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { Resource } from "#sources/source.ts";

/**
 * Which resources' tables a write of a resource touches: a new customer or tutor releases what waits for it.
 * Whoever holds a session back must be sure that its customer is not being written at that moment, so both
 * take the same lock. Always in this order, so that nobody waits in a circle.
 */
const touchedResources: Record<Resource, readonly Resource[]> = {
  subjects: ["subjects"],
  customers: ["calls", "customers", "sessions"],
  tutors: ["sessions", "tutors"],
  sessions: ["sessions"],
  calls: ["calls"],
};

/** Lets one transaction at a time write a resource, until it ends. */
export async function lockForWriting(trx: Trx, resource: Resource): Promise<void> {
  for (const touched of touchedResources[resource]) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`ingestion write ${touched}`}, 0))`.execute(
      trx,
    );
  }
}
