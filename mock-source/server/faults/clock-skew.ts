import { RefusedRequest } from "../control-fields.ts";
import type { FaultKind } from "./fault.ts";

export const clockSkew: FaultKind = {
  name: "clock_skew",
  takes:
    "skewSeconds (-86400 to 86400): the Date header, and updated_at of what changes meanwhile, are that far ahead; stamps (false: the Date header alone)",
  lasting: true,
  prepare: (fields, stage) => {
    const seconds = fields.numberOrNull("skewSeconds", { least: -86_400, most: 86_400 });
    const stamps = fields.flag("stamps", true);
    if (seconds === null) throw new RefusedRequest("skewSeconds must be a number from -86400 to 86400");
    const bend = stamps ? stage.source().bend({ skewUs: seconds * 1_000_000 }) : null;
    return {
      misbehave(_request, response, next) {
        response.set("Date", new Date(stage.now() + seconds * 1000).toUTCString());
        next();
      },
      end: () => bend?.straighten(),
    };
  },
};
