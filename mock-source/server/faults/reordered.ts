import type { Row } from "../../world/model.ts";
import type { Draw } from "../../world/random.ts";
import { alterRowLists } from "./alter-answer.ts";
import type { FaultKind } from "./fault.ts";
import { drawForText, readSeed } from "./seeded.ts";

function shuffled(rows: readonly Row[], draw: Draw): Row[] {
  const result = [...rows];
  for (let i = result.length - 1; i > 0; i--) {
    const other = draw.between(0, i);
    [result[i], result[other]] = [result[other] as Row, result[i] as Row];
  }
  return result;
}

export const reordered: FaultKind = {
  name: "reordered",
  takes: "seed; the rows of a page come in another order",
  lasting: true,
  layer: "rows",
  prepare: (fields) => {
    const draw = drawForText(readSeed(fields), "reordered");
    return alterRowLists((rows) => shuffled(rows, draw));
  },
};
