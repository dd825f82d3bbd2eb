import { replaceBytes } from "./alter-answer.ts";
import type { FaultKind } from "./fault.ts";

/** "é" in Latin-1; by itself no UTF-8. */
const latin1 = Buffer.from([0xe9]);

export const notUtf8: FaultKind = {
  name: "not_utf8",
  takes: "nothing more; a Latin-1 byte stands in a text of the answer, which says that it is UTF-8",
  layer: "bytes",
  prepare: () => ({
    misbehave(_request, response, next) {
      replaceBytes(response, (text) => {
        // Within a text, so that what surrounds it still looks like JSON.
        const value = text.lastIndexOf('":"');
        const at = Buffer.byteLength(text.slice(0, value === -1 ? text.lastIndexOf('"') : value + 3));
        const bytes = Buffer.from(text);
        response.set("Content-Type", "application/json; charset=utf-8");
        response.end(Buffer.concat([bytes.subarray(0, at), latin1, bytes.subarray(at)]));
      });
      next();
    },
  }),
};
