/** Roles from least to most. */
export const roles = ["viewer", "operator", "admin"] as const;

export type Role = (typeof roles)[number];

/** Whoever asks: a signed-in user or an API token. */
export type Viewer = {
  userId: string;
  kind: "user" | "token";
  name: string;
  role: Role;
  timezone: string;
  /** The only customers and subjects this viewer may see; null for all. */
  customerIds: readonly number[] | null;
  subjectCodes: readonly string[] | null;
};

/** Whether `role` may do what `needed` may. */
export function hasRole(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}
