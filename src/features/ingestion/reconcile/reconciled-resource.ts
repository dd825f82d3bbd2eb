/** What can be compared with the source by ids. Subjects have none: each poll reads all of them. */
export const reconciledResources = ["customers", "tutors", "sessions", "calls"] as const;

export type ReconciledResource = (typeof reconciledResources)[number];

/** The lock that one comparison of a resource holds is called this and the resource. */
export const reconcileLockPrefix = "ingestion reconcile ";

/** What is said of one whose process was killed. */
export const cutOffText = "It was cut off before its end.";

/** Where the rows of a resource are, and what their id is called. */
export const storedIn: Readonly<Record<ReconciledResource, { table: string; id: string }>> = {
  customers: { table: "customers", id: "customer_id" },
  tutors: { table: "tutors", id: "tutor_id" },
  sessions: { table: "sessions", id: "session_id" },
  calls: { table: "inbound_calls", id: "call_id" },
};
