import type { Request } from "express";
import type { ResourceName } from "../../world/model.ts";
import { resourceNames } from "../../world/world.ts";

export const askedKinds = ["list", "one", "ids", "counts"] as const;

/** What a request of the contract asks for. */
export type Asked = { resource: ResourceName; on: (typeof askedKinds)[number] };

/** Null for whatever is no address of the contract. */
export function readAsked(request: Pick<Request, "path">): Asked | null {
  const [name, key] = (/\/api\/v1\/(.+)$/.exec(request.path)?.[1] ?? "").split("/");
  const resource = resourceNames.find((known) => known === name);
  if (resource === undefined) return null;
  if (key === undefined || key === "") return { resource, on: "list" };
  return { resource, on: key === "ids" || key === "counts" ? key : "one" };
}
