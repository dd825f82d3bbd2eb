import type { WorkContext } from "#features/interventions/work-context.ts";
import type { Viewer } from "#platform/viewer.ts";
import { conditionsPlace } from "./conditions-place.ts";
import { describeHealth } from "./describe-health.ts";
import { webRuntime } from "./web-runtime.ts";

/** What pages need to read work on customers in somebody's name. */
export function workContext(viewer: Viewer): WorkContext {
  const { db, now } = webRuntime();
  return { db, now, viewer, describe: describeHealth, businessTimezone: conditionsPlace().businessTimezone };
}
