import type { ResourceName, Row } from "../../world/model.ts";
import type { Draw } from "../../world/random.ts";
import { type ControlFields, RefusedRequest } from "../control-fields.ts";
import type { RowStore } from "../row-store.ts";
import type { Stage } from "../stage.ts";
import type { Prepared } from "./fault.ts";
import { drawForText, readSeed } from "./seeded.ts";

/** Draws at random from all rows end after this many in a row that do not fit. */
const patience = 2000;

/** Up to `count` rows that fit, drawn over the whole resource, each once. */
export function drawRows(store: RowStore, draw: Draw, count: number, fits: (row: Row) => boolean): number[] {
  const chosen = new Set<number>();
  let misses = 0;
  while (chosen.size < count && misses < patience) {
    const id = store.idAt(Math.floor(draw.unit() * store.shownCount));
    if (id === null || chosen.has(id) || !fits(store.row(id))) misses++;
    else {
      chosen.add(id);
      misses = 0;
    }
  }
  return [...chosen];
}

type RowChange = {
  /** The resource where the request names none; `only` where it may not. */
  resource: ResourceName;
  only?: true;
  otherwise: number;
  /** Where rows that fit are rare: all of them. */
  from?(store: RowStore): number[];
  fits(row: Row): boolean;
  change(resource: ResourceName, ids: number[], draw: Draw): void;
};

/**
 * A fault that changes rows: those of `ids`, or `n` drawn from those that fit, at once; with `perMinute` as many
 * in each minute of the world's clock, until it is ended.
 */
export function changeRows(fields: ControlFields, stage: Stage, how: RowChange): Prepared {
  const resource = (how.only ? null : fields.resource()) ?? how.resource;
  const store = stage.source().stores[resource];
  const seed = readSeed(fields);
  const perMinute = fields.numberOrNull("perMinute", { least: 0.01, most: 100_000 });
  const ids = fields.ids();
  const n = fields.number("n", {
    least: 0,
    most: 1_000_000,
    whole: true,
    otherwise: perMinute === null ? how.otherwise : 0,
  });
  const missing = ids?.filter((id) => !store.has(id)) ?? [];
  if (missing.length > 0)
    throw new RefusedRequest(`ids must be of ${resource} that are there: not ${missing[0]}`);
  fields.refuseRest();
  const draw = drawForText(seed, `change ${resource}`);
  const pick = (count: number) =>
    how.from ? how.from(store).slice(0, count) : drawRows(store, draw, count, how.fits);
  const changed = ids ?? pick(n);
  if (changed.length > 0) how.change(resource, changed, draw);
  const at = { resource, ids: changed };
  if (perMinute === null) return { changed: at };
  let doneMs = stage.now();
  const onTick = () => {
    const due = Math.floor(((stage.now() - doneMs) / 60_000) * perMinute);
    if (due <= 0) return;
    doneMs += (due / perMinute) * 60_000;
    const more = pick(due);
    if (more.length > 0) how.change(resource, more, draw);
  };
  return { changed: at, onTick };
}
