import type { FaultKind } from "./fault.ts";
import { drawForText, readSeed } from "./seeded.ts";

export const late: FaultKind = {
  name: "late",
  takes:
    "ms (1 to 120000, 60000 by default: a change becomes visible that long after its updated_at, as if its transaction committed late), rowRate (share of changes, 0.5 by default), seed",
  lasting: true,
  prepare: (fields, stage) => {
    const ms = fields.number("ms", { least: 1, most: 120_000, otherwise: 60_000 });
    const rowRate = fields.number("rowRate", { least: 0, most: 1, otherwise: 0.5 });
    const only = fields.resource();
    const seed = readSeed(fields);
    const bend = stage.source().bend({
      lateUs: (resource, id, us) =>
        (only === null || only === resource) && drawForText(seed, `${resource} ${id} ${us}`).chance(rowRate)
          ? ms * 1000
          : 0,
    });
    return { end: bend.straighten };
  },
};
