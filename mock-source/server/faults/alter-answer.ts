import type { Response } from "express";
import type { ResourceName, Row } from "../../world/model.ts";
import { singular } from "../resource-names.ts";
import { readAsked } from "./asked.ts";
import type { Prepared } from "./fault.ts";

/** Lets the application answer, and changes the JSON of a good answer on its way out. */
export function alterJson(response: Response, alter: (body: Row) => unknown): void {
  const json = response.json.bind(response);
  response.json = (body: Row) => json(response.statusCode === 200 ? alter(body) : body);
}

/** Lets the application make its JSON, and sends other bytes in its place. */
export function replaceBytes(response: Response, send: (text: string) => void): void {
  response.json = (body: unknown) => {
    send(JSON.stringify(body));
    return response;
  };
}

/** Changes the rows of lists, and those asked for one by one. */
export function alterRows(alter: (row: Row, resource: ResourceName) => Row): Prepared {
  return alterRowLists((rows, resource) => rows.map((row) => alter(row, resource)));
}

type AlterRowList = (rows: Row[], resource: ResourceName, on: "list" | "one") => Row[];

export function alterRowLists(alter: AlterRowList): Prepared {
  return {
    misbehave(request, response, next) {
      const asked = readAsked(request);
      if (asked === null || asked.on === "ids" || asked.on === "counts") return next();
      const { resource, on } = asked;
      const key = on === "list" ? resource : singular[resource];
      alterJson(response, (body) => {
        const found = body[key] as Row | Row[];
        const altered = alter(Array.isArray(found) ? found : [found], resource, on);
        return { ...body, [key]: Array.isArray(found) ? altered : altered[0] };
      });
      next();
    },
  };
}
