import { nameRequest } from "../authorise.ts";
import { type ControlFields, RefusedRequest } from "../control-fields.ts";
import type { FaultKind } from "./fault.ts";

/** 502 and 504 come from a proxy in front of the application: an HTML page without a request id. */
const fromProxy = new Set([502, 504]);

export const proxyPage = (title: string): string =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;

export const status: FaultKind = {
  name: "status",
  takes:
    "status (400 to 599, 500 by default), retryAfter (seconds, or a text that is sent as it is), retryAfterAs (seconds, the default, or date: an HTTP date that many seconds ahead)",
  prepare: (fields, stage) => {
    const code = fields.number("status", { least: 400, most: 599, whole: true, otherwise: 500 });
    const retryAfter = readRetryAfter(fields, stage.now);
    return {
      misbehave(request, response) {
        const header = retryAfter();
        if (header !== null) response.set("Retry-After", header);
        response.status(code);
        if (fromProxy.has(code)) {
          response
            .type("html")
            .send(proxyPage(`${code} ${code === 502 ? "Bad Gateway" : "Gateway Time-out"}`));
          return;
        }
        const error = code === 429 ? "too many requests" : "the application failed";
        nameRequest(request, response, () => response.json({ error }));
      },
    };
  },
};

function readRetryAfter(fields: ControlFields, now: () => number): () => string | null {
  const given = fields.raw("retryAfter");
  const as = fields.choice("retryAfterAs", ["seconds", "date"], "seconds");
  if (given === undefined) return () => null;
  if (typeof given === "string") return () => given;
  if (typeof given !== "number" || given < 0 || given > 86_400) {
    throw new RefusedRequest("retryAfter must be a number of seconds from 0 to 86400, or the header's text");
  }
  return () => (as === "date" ? new Date(now() + given * 1000).toUTCString() : String(given));
}
