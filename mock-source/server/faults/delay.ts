import type { FaultKind } from "./fault.ts";

export const delay: FaultKind = {
  name: "delay",
  takes: "ms (0 to 600000, 1000 by default)",
  prepare: (fields) => {
    const ms = fields.number("ms", { least: 0, most: 600_000, otherwise: 1000 });
    return {
      misbehave(_request, response, next) {
        const timer = setTimeout(next, ms);
        response.on("close", () => clearTimeout(timer));
      },
    };
  },
};
