import type { Request } from "express";
import type { Row } from "../world/model.ts";

/** The fields of a control request; null where its body is no JSON object. */
export const fieldsOf = (request: Request): Row | null =>
  typeof request.body === "object" && request.body !== null && !Array.isArray(request.body)
    ? request.body
    : null;
