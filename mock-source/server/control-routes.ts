import express, { type Request, type Response, Router } from "express";
import { printInstant } from "../world/instants.ts";
import type { ResourceName, Row } from "../world/model.ts";
import { type ChangeByHand, changeByHand, resourceNamed } from "./changes-by-hand.ts";
import type { ActiveFault, ActiveFaults } from "./faults/active-faults.ts";
import { RefusedFault } from "./faults/fault.ts";
import { faultKinds } from "./faults/registry.ts";
import { readInstant } from "./read-query.ts";
import { singular } from "./resource-names.ts";
import { firstInsertedId } from "./row-store.ts";
import type { Source } from "./source.ts";

export type Control = {
  source: () => Source;
  faults: ActiveFaults;
  /** Keeps a change for the next start; does nothing where there is no journal. */
  keep(change: ChangeByHand): void;
};

/** Routes for demonstrations and tests, below `/control`; no part of the contract. */
export function controlRoutes(control: Control): Router {
  const router = Router();
  router.use(express.json({ limit: "10mb" }));
  router.get("/state", (_request, response) => showState(control.source(), response));
  faultRoutes(router, control.faults);
  router.post("/touch", (request, response) => touch(control, request, response));
  router.post("/:resource", (request, response) => insert(control, request, response));
  router.post("/:resource/:key", (request, response) => merge(control, request, response));
  router.delete("/:resource/:key", (request, response) => remove(control, request, response));
  return router;
}

function faultRoutes(router: Router, faults: ActiveFaults): void {
  const shown = (fault: ActiveFault) => ({
    id: fault.id,
    ...fault.fields,
    left: Number.isFinite(fault.left) ? fault.left : null,
    until: Number.isFinite(fault.untilMs) ? printInstant(fault.untilMs * 1000) : null,
  });
  router.get("/faults", (_request, response) => {
    const kinds = faultKinds.map(({ name, takes }) => ({ kind: name, takes }));
    response.json({ faults: faults.list().map(shown), kinds });
  });
  router.post("/faults", (request, response) => {
    try {
      response.status(201).json({ fault: shown(faults.add(fieldsOf(request) ?? {})) });
    } catch (error) {
      if (!(error instanceof RefusedFault)) throw error;
      response.status(400).json({ error: error.message });
    }
  });
  router.delete("/faults", (_request, response) => {
    faults.clear();
    response.json({ faults: [] });
  });
}

function showState(source: Source, response: Response): void {
  const counts = Object.fromEntries(
    Object.entries(source.stores).map(([name, store]) => [name, store.page(0, 1, 1).total]),
  );
  const { seed, customers, originDay } = source.world.simulation;
  const origin = printInstant(originDay * 86_400_000_000);
  response.json({ seed, customers, origin, as_of: printInstant(source.world.asOfUs), counts });
}

const fieldsOf = (request: Request): Row | null =>
  typeof request.body === "object" && request.body !== null && !Array.isArray(request.body)
    ? request.body
    : null;

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
  const change: ChangeByHand = { op: "insert", resource, us: control.source().nextUs(), fields };
  answer(control, change, response, 201);
}

/** Lower numbers belong to rows that the world has yet to make. */
const isFreeId = (id: unknown): boolean =>
  typeof id === "number" && Number.isInteger(id) && id >= firstInsertedId && id < 2 ** 31;

function remove(control: Control, request: Request, response: Response): void {
  const found = find(control, request, response);
  if (!found) return;
  const change: ChangeByHand = { op: "remove", ...found, us: control.source().nextUs() };
  changeByHand(control.source(), change);
  control.keep(change);
  response.status(204).end();
}

/** Gives many rows one and the same `updated_at`, as a statement over a whole table does. */
function touch(control: Control, request: Request, response: Response): void {
  const fields = fieldsOf(request) ?? {};
  const resource = resourceNamed(fields.resource);
  const ids = Array.isArray(fields.ids) ? fields.ids.filter((id) => Number.isInteger(id)) : null;
  if (resource === null || ids === null) {
    response.status(400).json({ error: "the body must name a resource and the ids of its rows" });
    return;
  }
  const change: ChangeByHand = { op: "touch", resource, ids, us: control.source().nextUs() };
  changeByHand(control.source(), change);
  control.keep(change);
  response.json({ touched: ids.length, updated_at: printInstant(change.us) });
}

function answer(
  control: Control,
  change: ChangeByHand & { resource: ResourceName },
  response: Response,
  status: number,
): void {
  const row = changeByHand(control.source(), change);
  control.keep(change);
  response.status(status).json({ [singular[change.resource]]: row });
}
