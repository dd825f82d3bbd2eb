import type { Row } from "../../world/model.ts";
import { alterJson } from "./alter-answer.ts";
import { readAsked } from "./asked.ts";
import type { FaultKind } from "./fault.ts";

const ways = ["other_key", "array", "text", "null", "no_meta", "cut"] as const;

function reshape(body: Row, way: (typeof ways)[number]): unknown {
  const [key = "data"] = Object.keys(body);
  switch (way) {
    case "other_key":
      return { data: body[key], meta: body.meta };
    case "array":
      return body[key];
    case "text":
      return JSON.stringify(body);
    case "null":
      return null;
    case "no_meta":
      return { [key]: body[key] };
    case "cut": {
      const rows = body[key];
      return Array.isArray(rows) ? { ...body, [key]: rows.slice(0, rows.length >> 1) } : body;
    }
  }
}

export const wrongShape: FaultKind = {
  name: "wrong_shape",
  takes: `way (${ways.join(", ")}; cut: half of the list, while meta still counts all of it; other_key by default)`,
  layer: "rows",
  prepare: (fields) => {
    const way = fields.choice("way", ways, "other_key");
    return {
      misbehave(request, response, next) {
        if (readAsked(request) !== null) alterJson(response, (body) => reshape(body, way));
        next();
      },
    };
  },
};
