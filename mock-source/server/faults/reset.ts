import type { FaultKind } from "./fault.ts";

export const reset: FaultKind = {
  name: "reset",
  takes: "nothing more",
  prepare: () => ({
    misbehave(request) {
      request.socket.resetAndDestroy();
    },
  }),
};
