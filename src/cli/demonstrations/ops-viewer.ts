import type { Viewer } from "#platform/viewer.ts";

/** In whose name the command line reads what a page shows. */
export const opsViewer: Viewer = {
  userId: "ops",
  kind: "token",
  name: "Command line",
  role: "viewer",
  timezone: "UTC",
  customerIds: null,
  subjectCodes: null,
};
