import type { Database } from "#db/client.ts";
import type { Clock } from "#platform/clock.ts";
import type { Viewer } from "#platform/viewer.ts";
import type { DescribeHealth } from "./situation.ts";

/** What reading and recording work on customers needs. */
export type WorkContext = {
  db: Database;
  viewer: Viewer;
  now: Clock;
  describe: DescribeHealth;
  /** The timezone whose midnight begins a day of work. */
  businessTimezone: string;
  requestId?: string;
};
