import { nameRequest } from "../authorise.ts";
import { type FaultKind, numberField, RefusedFault } from "./fault.ts";

/** 502 and 504 come from a proxy in front of the application: an HTML page without a request id. */
const fromProxy = new Set([502, 504]);

export const proxyPage = (title: string): string =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;

export const status: FaultKind = {
  name: "status",
  takes: "status (400 to 599, 500 by default), retryAfter (seconds, or an HTTP date)",
  prepare: (fields) => {
    const code = numberField(fields, "status", { least: 400, most: 599, otherwise: 500 });
    const { retryAfter } = fields;
    if (retryAfter !== undefined && typeof retryAfter !== "number" && typeof retryAfter !== "string") {
      throw new RefusedFault("retryAfter must be a number of seconds or an HTTP date");
    }
    return (request, response) => {
      if (retryAfter !== undefined) response.set("Retry-After", String(retryAfter));
      response.status(code);
      if (fromProxy.has(code)) {
        response.type("html").send(proxyPage(`${code} ${code === 502 ? "Bad Gateway" : "Gateway Time-out"}`));
        return;
      }
      const error = code === 429 ? "too many requests" : "the application failed";
      nameRequest(request, response, () => response.json({ error }));
    };
  },
};
