import type { Viewer } from "#platform/viewer.ts";

/**
 * In whose name the web process acts where nobody is signed in yet: accepting an invitation, queueing the
 * mail for a reset. Has an administrator's rights, so it is used inside this feature alone.
 */
export const systemViewer: Viewer = {
  userId: "system",
  kind: "user",
  name: "System",
  role: "admin",
  timezone: "UTC",
  customerIds: null,
  subjectCodes: null,
};
