import type { FaultKind } from "./fault.ts";
import { proxyPage } from "./status.ts";

export const html200: FaultKind = {
  name: "html200",
  takes: "nothing more",
  prepare: () => ({
    misbehave(_request, response) {
      response.status(200).type("html").send(proxyPage("We will be back soon"));
    },
  }),
};
