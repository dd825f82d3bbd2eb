import express, { type Request, type Response, Router } from "express";
import type { ActiveScenes } from "../scenes/active-scenes.ts";
import { printInstant } from "../world/instants.ts";
import type { ResourceName, Row } from "../world/model.ts";
import { type ChangeByHand, resourceNamed } from "./changes-by-hand.ts";
import { fieldsOf } from "./control-body.ts";
import { faultRoutes, shownFault } from "./fault-routes.ts";
import type { ActiveFaults } from "./faults/active-faults.ts";
import { firstInsertedId } from "./inserted-rows.ts";
import { readInstant } from "./read-query.ts";
import { singular } from "./resource-names.ts";
import { sceneRoutes } from "./scene-routes.ts";
import type { Source } from "./source.ts";

export type Control = {
  source: () => Source;
  faults: ActiveFaults;
  scenes: ActiveScenes;
  /** Makes a change of rows, and keeps it for the next start where there is a journal. */
  make(change: ChangeByHand): Row | null;
};

/** Routes for demonstrations and tests, below `/control`; no part of the contract. */
export function controlRoutes(control: Control): Router {
  const router = Router();
  router.use(express.json({ limit: "10mb" }));
  router.get("/state", (_request, response) => showState(control, response));
  faultRoutes(router, control.faults);
  sceneRoutes(router, control.scenes);
  router.post("/touch", (request, response) => touch(control, request, response));
  router.post("/:resource", (request, response) => insert(control, request, response));
  router.post("/:resource/:key", (request, response) => merge(control, request, response));
  router.delete("/:resource/:key", (request, response) => remove(control, request, response));
  return router;
}

function showState({ source: sourceOf, faults, scenes }: Control, response: Response): void {
  const source = sourceOf();
  const counts = Object.fromEntries(
    Object.entries(source.stores).map(([name, store]) => [name, store.shownCount]),
  );
  const { seed, customers, originDay } = source.world.simulation;
  response.json({
    seed,
    customers,
    origin: printInstant(originDay * 86_400_000_000),
    as_of: printInstant(source.world.asOfUs),
    counts,
    faults: faults.list().map(shownFault),
    scenes: scenes.list(),
    held_back: source.heldBackCount(),
  });
}

function fault(fields: Row | null): string | null {
  if (fields === null) return "the body must be a JSON object with the fields to set";
  const stamp = fields.updated_at;
  if (stamp !== undefined && readInstant(stamp) === null) return "updated_at must be an ISO 8601 instant";
  return null;
}

/** The resource and row that an address names, or null after a 404. */
function find(control: Control, request: Request, response: Response) {
  const resource = resourceNamed(request.params.resource);
  const id = resource && control.source().stores[resource].idOf(String(request.params.key));
  if (resource && id !== null) return { resource, id };
  response.status(404).json({ error: `there is no ${request.params.resource} ${request.params.key}` });
  return null;
}

function merge(control: Control, request: Request, response: Response): void {
  const found = find(control, request, response);
  if (!found) return;
  const fields = fieldsOf(request);
  const wrong = fault(fields);
  if (wrong !== null || fields === null) {
    response.status(400).json({ error: wrong });
    return;
  }
  const change: ChangeByHand = { op: "merge", ...found, us: control.source().nextUs(), fields };
  answer(control, change, response, 200);
}

function insert(control: Control, request: Request, response: Response): void {
  const resource = resourceNamed(request.params.resource);
  const fields = fieldsOf(request);
  const wrong = resource === null ? `there is no resource ${request.params.resource}` : fault(fields);
  if (wrong !== null || resource === null || fields === null) {
    response.status(resource === null ? 404 : 400).json({ error: wrong });
    return;
  }
  const { id, code } = fields;
  const key = resource === "subjects" ? code : id;
  if (key !== undefined && control.source().stores[resource].idOf(String(key)) !== null) {
    response.status(409).json({ error: `there is a ${singular[resource]} ${key} already` });
    return;
  }
  if (id !== undefined && !isFreeId(id)) {
    response
      .status(400)
      .json({ error: `id must be a whole number of at least ${firstInsertedId}, or left out` });
    return;
  }
  const source = control.source();
  const numbered = resource === "subjects" ? fields : { id: source.stores[resource].reserveId(), ...fields };
  const change: ChangeByHand = { op: "insert", resource, us: source.nextUs(), fields: numbered };
  answer(control, change, response, 201);
}

/** Lower numbers belong to rows that the world has yet to make. */
const isFreeId = (id: unknown): boolean =>
  typeof id === "number" && Number.isSafeInteger(id) && id >= firstInsertedId;

function remove(control: Control, request: Request, response: Response): void {
  const found = find(control, request, response);
  if (!found) return;
  const change: ChangeByHand = { op: "remove", ...found, us: control.source().nextUs() };
  control.make(change);
  response.status(204).end();
}

/** Gives many rows one and the same `updated_at`, as a statement over a whole table does. */
function touch(control: Control, request: Request, response: Response): void {
  const fields = fieldsOf(request) ?? {};
  const resource = resourceNamed(fields.resource);
  const ids = Array.isArray(fields.ids) ? fields.ids : null;
  const store = resource === null ? null : control.source().stores[resource];
  if (resource === null || ids === null || !ids.every((id) => Number.isSafeInteger(id))) {
    response.status(400).json({ error: "the body must name a resource and the ids of its rows" });
    return;
  }
  const missing = ids.find((id) => !store?.has(id));
  if (missing !== undefined) {
    response.status(404).json({ error: `there is no ${singular[resource]} ${missing}` });
    return;
  }
  const change: ChangeByHand = { op: "touch", resource, ids, us: control.source().nextUs() };
  control.make(change);
  response.json({ touched: ids.length, updated_at: printInstant(change.us) });
}

function answer(
  control: Control,
  change: ChangeByHand & { resource: ResourceName },
  response: Response,
  status: number,
): void {
  const row = control.make(change);
  response.status(status).json({ [singular[change.resource]]: row });
}
