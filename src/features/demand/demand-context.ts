import type { Database } from "#db/client.ts";
import type { Clock } from "#platform/clock.ts";
import type { Viewer } from "#platform/viewer.ts";

/** What reading and deciding about demand needs. */
export type DemandContext = {
  db: Database;
  viewer: Viewer;
  now: Clock;
  businessTimezone: string;
  requestId?: string;
};
