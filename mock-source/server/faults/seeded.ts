import type { ResourceName, Row } from "../../world/model.ts";
import { type Draw, drawFor } from "../../world/random.ts";
import type { ControlFields } from "../control-fields.ts";

/** Apart from the topics of the world, so that a fault never shares its draws. */
const topic = 99;

export const readSeed = (fields: ControlFields): number =>
  fields.number("seed", { least: 0, most: 2_147_483_647, whole: true, otherwise: 1 });

/** FNV-1a. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** The same seed and text give the same draws for ever. */
export const drawForText = (seed: number, text: string): Draw => drawFor(seed, topic, hashText(text));

/** The draws of one version of a row: the same each time that this version is shown. */
export const drawForVersion = (seed: number, resource: ResourceName, row: Row): Draw =>
  drawForText(seed, `${resource} ${row.id ?? row.code} ${row.updated_at}`);
