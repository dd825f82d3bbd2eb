import { LayoutDashboard, Users } from "lucide-react";
import type { Role } from "#platform/viewer.ts";
import type { NavigationEntry } from "#ui/shell/navigation.ts";

type Entry = NavigationEntry & { role: Role };

const entries: readonly Entry[] = [
  { href: "/", label: "Overview", icon: <LayoutDashboard />, keys: "g o", role: "viewer" },
  { href: "/customers", label: "Customers", icon: <Users />, keys: "g c", role: "viewer" },
];

/** The pages that somebody with this role finds in the navigation. */
export function navigationFor(role: Role): NavigationEntry[] {
  return entries
    .filter((entry) => entry.role !== "admin" || role === "admin")
    .map(({ role: _, ...entry }) => entry);
}
