"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useMemo } from "react";
import type { ConditionsNow } from "#features/ingestion/conditions-api.ts";
import type { Role } from "#platform/viewer.ts";
import { toast } from "#ui/primitives/toast-store.ts";
import { AppShell } from "#ui/shell/app-shell.tsx";
import type { CommandGroup } from "#ui/shell/command.ts";
import { LiveIndicator } from "./live-indicator.tsx";
import { navigationFor, pageCommands } from "./navigation-entries.tsx";
import { searchEverything } from "./search-everything.tsx";
import { useConditions } from "./use-conditions.ts";

export type DashboardShellProps = {
  user: { name: string; email: string; role: Role };
  defaultFolded: boolean;
  conditions: ConditionsNow;
  children: ReactNode;
};

const roleWords: Record<Role, string> = {
  viewer: "Viewer: reads",
  operator: "Operator: reads and acts",
  admin: "Administrator",
};

const rowShortcuts = [
  {
    heading: "Customers",
    shortcuts: [
      { keys: "J", does: "Next customer" },
      { keys: "K", does: "Previous customer" },
      { keys: "Esc", does: "Select none" },
    ],
  },
  {
    heading: "Demand",
    shortcuts: [
      { keys: "↑ ↓ ← →", does: "Move within a week of hours and days" },
      { keys: "Enter", does: "Choose the hour, and see why it is forecast so" },
    ],
  },
];

export function DashboardShell({ user, defaultFolded, conditions, children }: DashboardShellProps) {
  const router = useRouter();
  const critical = useConditions(conditions).conditions.filter(
    ({ severity }) => severity === "critical",
  ).length;
  const navigation = useMemo(
    () => navigationFor(user.role, { "/data": { value: critical, label: "critical", status: "critical" } }),
    [user.role, critical],
  );
  const commands: CommandGroup[] = [
    pageCommands(user.role),
    { heading: "Account", items: [{ id: "sign out", label: "Sign out", onSelect: () => signOut() }] },
  ];
  const signOut = async () => {
    const response = await fetch("/api/auth/sign-out", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    // A full load, so that nothing that was read stays in the memory of the page.
    if (response.ok) window.location.assign("/sign-in");
    else
      toast({
        title: "You are still signed in",
        description: "The server did not answer. Try again.",
        status: "critical",
      });
  };
  return (
    <AppShell
      productName="Operations"
      navigation={navigation}
      account={{
        user: { ...user, role: roleWords[user.role] },
        items: [{ label: "Account", onSelect: () => router.push("/account") }],
        onSignOut: signOut,
      }}
      live={<LiveIndicator />}
      palette={{ commands, search: searchEverything }}
      shortcuts={rowShortcuts}
      defaultFolded={defaultFolded}
    >
      {children}
    </AppShell>
  );
}
