import type { Role } from "#platform/viewer.ts";

/** Each role with what it may do, in a few words. */
export const roleOptions: readonly { value: Role; label: string }[] = [
  { value: "viewer", label: "Viewer: looks" },
  { value: "operator", label: "Operator: looks and acts" },
  { value: "admin", label: "Administrator: manages users and settings too" },
];

export const roleWord: Readonly<Record<Role, string>> = {
  viewer: "Viewer",
  operator: "Operator",
  admin: "Administrator",
};
