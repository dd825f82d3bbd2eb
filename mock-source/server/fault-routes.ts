import type { Router } from "express";
import { printInstant } from "../world/instants.ts";
import { fieldsOf } from "./control-body.ts";
import { RefusedRequest } from "./control-fields.ts";
import type { ActiveFault, ActiveFaults } from "./faults/active-faults.ts";

import { faultKinds } from "./faults/registry.ts";

export const shownFault = (fault: ActiveFault) => ({
  id: fault.id,
  ...fault.fields,
  left: Number.isFinite(fault.left) ? fault.left : null,
  until: Number.isFinite(fault.untilMs) ? printInstant(fault.untilMs * 1000) : null,
  ...(fault.prepared.changed ? { changed: fault.prepared.changed } : {}),
});

/** Starts, lists and ends faults. */
export function faultRoutes(router: Router, faults: ActiveFaults): void {
  router.get("/faults", (_request, response) => {
    const kinds = faultKinds.map(({ name, takes }) => ({ kind: name, takes }));
    response.json({ faults: faults.list().map(shownFault), kinds });
  });
  router.post("/faults", (request, response) => {
    const fields = fieldsOf(request);
    try {
      if (fields === null)
        throw new RefusedRequest("the body must be a JSON object with the kind of the fault");
      response.status(201).json({ fault: shownFault(faults.add(fields)) });
    } catch (error) {
      if (!(error instanceof RefusedRequest)) throw error;
      response.status(400).json({ error: error.message });
    }
  });
  router.delete("/faults", (_request, response) => {
    faults.clear();
    response.json({ faults: [] });
  });
  router.delete("/faults/:id", (request, response) => {
    if (faults.end(Number(request.params.id))) response.json({ faults: faults.list().map(shownFault) });
    else response.status(404).json({ error: `there is no fault ${request.params.id}` });
  });
}
