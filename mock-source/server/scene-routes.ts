import type { Router } from "express";
import type { ActiveScenes } from "../scenes/active-scenes.ts";
import { scenes } from "../scenes/registry.ts";
import { fieldsOf } from "./control-body.ts";
import { RefusedRequest } from "./control-fields.ts";

/** Starts, lists and ends scenes. */
export function sceneRoutes(router: Router, active: ActiveScenes): void {
  router.get("/scenes", (_request, response) => {
    const known = scenes.map(({ name, about, takes }) => ({ scene: name, about, takes }));
    response.json({ scenes: active.list(), known });
  });
  router.post("/scenes", (request, response) => {
    const fields = fieldsOf(request);
    try {
      if (fields === null)
        throw new RefusedRequest("the body must be a JSON object with the name of the scene");
      response.status(201).json({ scene: active.start(fields) });
    } catch (error) {
      if (!(error instanceof RefusedRequest)) throw error;
      response.status(400).json({ error: error.message });
    }
  });
  router.delete("/scenes/:name", (request, response) => {
    if (active.end(request.params.name)) response.json({ scenes: active.list() });
    else response.status(404).json({ error: `the scene ${request.params.name} is not on` });
  });
}
