import type { Viewer } from "#platform/viewer.ts";

/** Somebody who may look at everything, and what `different` says instead. */
export function aViewer(different: Partial<Viewer> = {}): Viewer {
  return {
    userId: "ada",
    kind: "user",
    name: "Ada",
    role: "viewer",
    timezone: "UTC",
    customerIds: null,
    subjectCodes: null,
    ...different,
  };
}
