import type { FaultKind } from "./fault.ts";

export const hang: FaultKind = {
  name: "hang",
  takes: "at (start: no answer at all, the default; body: headers and a first piece, then nothing)",
  prepare: (fields) => {
    const at = fields.choice("at", ["start", "body"], "start");
    return {
      misbehave(_request, response) {
        if (at === "start") return;
        response.set("Content-Type", "application/json; charset=utf-8");
        response.write('{"');
      },
    };
  },
};
