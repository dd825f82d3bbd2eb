import type { Row } from "../../world/model.ts";
import type { Draw } from "../../world/random.ts";
import type { RowStore } from "../row-store.ts";
import type { FaultKind } from "./fault.ts";
import { changeRows } from "./pick-rows.ts";

const kinds = ["status", "rating", "tutor", "customer"] as const;

/** What a correction of the kind writes over a completed session. */
function correctionOf(kind: (typeof kinds)[number], row: Row, draw: Draw, stores: Stores): Row {
  switch (kind) {
    case "status":
      return { status: "no_show", ended_at: null, rating: null };
    case "rating":
      return { rating: draw.pick(["1.0", "2.5", "3.0", "4.5", "5.0"].filter((text) => text !== row.rating)) };
    case "tutor":
      return { tutor_id: otherId(stores.tutors, Number(row.tutor_id), draw) };
    case "customer":
      return { customer_id: otherId(stores.customers, Number(row.customer_id), draw) };
  }
}

type Stores = { tutors: RowStore; customers: RowStore };

function otherId(store: RowStore, than: number, draw: Draw): number {
  const id = store.idAt(Math.floor(draw.unit() * store.shownCount)) ?? 1;
  return id === than ? (store.idAt(0) ?? id) : id;
}

export const correct: FaultKind = {
  name: "correct",
  takes:
    "n completed sessions (1 by default), ids, or perMinute; what (status: back to no_show; rating: late or changed; tutor, customer: another one; each in turn by default), seed",
  prepare: (fields, stage) => {
    const what = fields.choices("what", kinds);
    return changeRows(fields, stage, {
      resource: "sessions",
      only: true,
      otherwise: 1,
      fits: (row) => row.status === "completed" && (row.deleted_at ?? null) === null,
      change(resource, ids, draw) {
        const { stores } = stage.source();
        ids.forEach((id, index) => {
          const kind = what[index % what.length] as (typeof kinds)[number];
          const correction = correctionOf(kind, stores.sessions.row(id), draw, stores);
          stage.make({ op: "merge", resource, id, us: stage.source().nextUs(), fields: correction });
        });
      },
    });
  },
};
