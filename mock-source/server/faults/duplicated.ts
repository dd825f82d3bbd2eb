import type { ResourceName, Row } from "../../world/model.ts";
import { alterRowLists } from "./alter-answer.ts";
import type { FaultKind } from "./fault.ts";

export const duplicated: FaultKind = {
  name: "duplicated",
  takes:
    "n (1 to 500, 10 by default): that many rows of the page before stand once more at the head, as they were",
  lasting: true,
  layer: "rows",
  prepare: (fields) => {
    const n = fields.number("n", { least: 1, most: 500, whole: true, otherwise: 10 });
    const before = new Map<ResourceName, Row[]>();
    return alterRowLists((rows, resource, on) => {
      if (on === "one") return rows;
      const repeated = before.get(resource) ?? [];
      before.set(resource, rows.slice(-n));
      return [...repeated, ...rows];
    });
  },
};
