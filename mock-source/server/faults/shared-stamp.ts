import type { FaultKind } from "./fault.ts";
import { changeRows } from "./pick-rows.ts";

export const sharedStamp: FaultKind = {
  name: "shared_stamp",
  takes:
    "n rows (700 by default) or ids, resource (sessions by default), seed: all get one updated_at, at once",
  prepare: (fields, stage) =>
    changeRows(fields, stage, {
      resource: "sessions",
      otherwise: 700,
      fits: () => true,
      change: (resource, ids) => stage.make({ op: "touch", resource, ids, us: stage.source().nextUs() }),
    }),
};
