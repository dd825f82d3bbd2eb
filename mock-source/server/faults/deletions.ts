import { printInstant } from "../../world/instants.ts";
import type { ResourceName } from "../../world/model.ts";
import type { Stage } from "../stage.ts";
import type { FaultKind } from "./fault.ts";
import { changeRows } from "./pick-rows.ts";

const rows = "n rows (1 by default), ids, or perMinute; resource (sessions by default), seed";

export const hardDelete: FaultKind = {
  name: "hard_delete",
  takes: `${rows}: they vanish without a trace`,
  prepare: (fields, stage) =>
    changeRows(fields, stage, {
      resource: "sessions",
      otherwise: 1,
      fits: () => true,
      change(resource, ids) {
        for (const id of ids) stage.make({ op: "remove", resource, id, us: stage.source().nextUs() });
      },
    }),
};

export const softDelete: FaultKind = {
  name: "soft_delete",
  takes: `${rows}: deleted_at is set, and updated_at with it`,
  prepare: (fields, stage) =>
    changeRows(fields, stage, {
      resource: "sessions",
      otherwise: 1,
      fits: (row) => (row.deleted_at ?? null) === null,
      change: (resource, ids) => setDeletedAt(stage, resource, ids, true),
    }),
};

export const restore: FaultKind = {
  name: "restore",
  takes: `${rows}: rows that are soft-deleted come back`,
  prepare: (fields, stage) =>
    changeRows(fields, stage, {
      resource: "sessions",
      otherwise: 1,
      from: (store) => store.deletedIds(),
      fits: () => true,
      change: (resource, ids) => setDeletedAt(stage, resource, ids, false),
    }),
};

function setDeletedAt(stage: Stage, resource: ResourceName, ids: number[], isDeleted: boolean): void {
  for (const id of ids) {
    const us = stage.source().nextUs();
    const fields = { deleted_at: isDeleted ? printInstant(us) : null };
    stage.make({ op: "merge", resource, id, us, fields });
  }
}
