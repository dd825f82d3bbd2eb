import type { Row } from "../../world/model.ts";
import { alterRows } from "./alter-answer.ts";
import { breakageNames, breakRow } from "./breakages.ts";
import type { FaultKind } from "./fault.ts";
import { drawForVersion, readSeed } from "./seeded.ts";

export const malformed: FaultKind = {
  name: "malformed",
  takes: `rowRate (share of row versions that are broken, 0 to 1, 0.1 by default) or ids, ways (some of ${breakageNames.join(", ")}; all by default), seed`,
  lasting: true,
  layer: "rows",
  prepare: (fields) => {
    const ids = fields.ids();
    const rowRate = fields.number("rowRate", { least: 0, most: 1, otherwise: ids === null ? 0.1 : 1 });
    const ways = fields.choices("ways", breakageNames);
    const seed = readSeed(fields);
    return alterRows((row, resource) => {
      if (ids !== null && !ids.includes(Number(row.id))) return row;
      const draw = drawForVersion(seed, resource, row);
      return draw.chance(rowRate) ? (breakRow(row, resource, ways, draw) as Row) : row;
    });
  },
};
