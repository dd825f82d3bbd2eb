import { gzipSync } from "node:zlib";
import { replaceBytes } from "./alter-answer.ts";
import type { FaultKind } from "./fault.ts";

export const gzipCut: FaultKind = {
  name: "gzip_cut",
  takes: "nothing more; the compressed stream ends in its middle, with a Content-Length that fits",
  layer: "bytes",
  prepare: () => ({
    misbehave(_request, response, next) {
      replaceBytes(response, (text) => {
        const full = gzipSync(text);
        const half = full.subarray(0, Math.max(12, full.length >> 1));
        response.set("Content-Type", "application/json; charset=utf-8");
        response.set("Content-Encoding", "gzip").set("Content-Length", String(half.length));
        response.end(half);
      });
      next();
    },
  }),
};
