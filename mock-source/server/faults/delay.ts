import { type FaultKind, numberField } from "./fault.ts";

export const delay: FaultKind = {
  name: "delay",
  takes: "ms (0 to 600000, 1000 by default)",
  prepare: (fields) => {
    const ms = numberField(fields, "ms", { least: 0, most: 600_000, otherwise: 1000 });
    return (_request, response, next) => {
      const timer = setTimeout(next, ms);
      response.on("close", () => clearTimeout(timer));
    };
  },
};
