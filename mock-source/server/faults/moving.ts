import type { ResourceName } from "../../world/model.ts";
import type { Draw } from "../../world/random.ts";
import { readCount, readInstant } from "../read-query.ts";
import type { Stage } from "../stage.ts";
import { readAsked } from "./asked.ts";
import type { FaultKind } from "./fault.ts";
import { drawForText, readSeed } from "./seeded.ts";

type PageAsked = { resource: ResourceName; sinceUs: number; page: number; perPage: number };

/** Rows of the pages that the walk has behind it and of the one it asks for: the others move up as they leave. */
function moveSome(stage: Stage, draw: Draw, n: number, asked: PageAsked): void {
  const store = stage.source().stores[asked.resource];
  const near = store.idsFrom(asked.sinceUs, asked.page * asked.perPage);
  const ids = new Set<number>();
  for (let i = 0; i < n && near.length > 0; i++) ids.add(draw.pick(near));
  if (ids.size === 0) return;
  stage.make({ op: "touch", resource: asked.resource, ids: [...ids], us: stage.source().nextUs() });
}

export const moving: FaultKind = {
  name: "moving",
  takes:
    "n (1 to 500, 3 by default): that many rows are touched before every page after the first of a walk, and so move to its end; seed",
  lasting: true,
  prepare: (fields, stage) => {
    const n = fields.number("n", { least: 1, most: 500, whole: true, otherwise: 3 });
    const draw = drawForText(readSeed(fields), "moving");
    const lastSinceUs = new Map<ResourceName, number>();
    return {
      misbehave(request, _response, next) {
        const asked = readAsked(request);
        if (asked?.on !== "list") return next();
        const sinceUs = readInstant(request.query.updated_since) ?? 0;
        const page = readCount(request.query.page, 1);
        // A walk goes on by page number, or by an updated_since that is later than its last one.
        const isFurther = page > 1 || sinceUs > (lastSinceUs.get(asked.resource) ?? Number.POSITIVE_INFINITY);
        lastSinceUs.set(asked.resource, sinceUs);
        const perPage = readCount(request.query.per_page, 100, 500);
        if (isFurther) moveSome(stage, draw, n, { resource: asked.resource, sinceUs, page, perPage });
        next();
      },
    };
  },
};
