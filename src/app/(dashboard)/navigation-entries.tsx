import {
  ChartNoAxesCombined,
  CircleUser,
  Database,
  GraduationCap,
  KeyRound,
  LayoutDashboard,
  Mail,
  ScrollText,
  ShieldCheck,
  SlidersHorizontal,
  Users,
} from "lucide-react";
import type { ReactNode } from "react";
import { hasRole, type Role } from "#platform/viewer.ts";
import type { CommandGroup } from "#ui/shell/command.ts";
import type { NavigationEntry } from "#ui/shell/navigation.ts";

type Page = { href: string; label: string; icon: ReactNode; keys?: string; role: Role; keywords?: string };

/** Pages of the side bar. */
const main: readonly Page[] = [
  { href: "/", label: "Overview", icon: <LayoutDashboard />, keys: "g o", role: "viewer" },
  { href: "/customers", label: "Customers", icon: <Users />, keys: "g c", role: "viewer" },
  {
    href: "/tutors",
    label: "Tutors",
    icon: <GraduationCap />,
    keys: "g t",
    role: "viewer",
    keywords: "first sessions success flags leaderboard",
  },
  {
    href: "/demand",
    label: "Demand",
    icon: <ChartNoAxesCombined />,
    keys: "g e",
    role: "viewer",
    keywords: "forecast capacity shortage surplus balance supply subjects hours",
  },
  {
    href: "/data",
    label: "Data",
    icon: <Database />,
    keys: "g d",
    role: "viewer",
    keywords: "sources age quarantine",
  },
  { href: "/admin", label: "Admin", icon: <ShieldCheck />, keys: "g a", role: "admin" },
];

/** Pages that are one step further; the command palette leads to them too. */
const further: readonly Page[] = [
  {
    href: "/customers/queue",
    label: "Work queue",
    icon: <Users />,
    role: "viewer",
    keywords: "customers at risk call email task next action",
  },
  {
    href: "/tutors?view=coaching",
    label: "Coaching",
    icon: <GraduationCap />,
    role: "viewer",
    keywords: "tutors tasks resources",
  },
  {
    href: "/demand/all",
    label: "Demand of all subjects",
    icon: <ChartNoAxesCombined />,
    role: "viewer",
    keywords: "forecast capacity total heatmap",
  },
  {
    href: "/demand/utilisation",
    label: "Utilisation by subject",
    icon: <ChartNoAxesCombined />,
    role: "viewer",
    keywords: "demand hours taught available tutors",
  },
  {
    href: "/demand/accuracy",
    label: "Forecast accuracy",
    icon: <ChartNoAxesCombined />,
    role: "viewer",
    keywords: "demand error models versions runs",
  },
  {
    href: "/account",
    label: "Account",
    icon: <CircleUser />,
    role: "viewer",
    keywords: "profile password timezone",
  },
  {
    href: "/data/quality",
    label: "Data quality",
    icon: <Database />,
    role: "viewer",
    keywords: "data rejected late orphaned drift",
  },
  {
    href: "/data/quarantine",
    label: "Quarantine",
    icon: <Database />,
    role: "admin",
    keywords: "data malformed rejected records",
  },
  {
    href: "/data/reconciliation",
    label: "Reconciliation",
    icon: <Database />,
    role: "admin",
    keywords: "data compare source missing deleted",
  },
  {
    href: "/data/jobs",
    label: "Jobs",
    icon: <Database />,
    role: "admin",
    keywords: "data queue schedules dead letters",
  },
  {
    href: "/admin/users",
    label: "Users",
    icon: <Users />,
    role: "admin",
    keywords: "admin roles invitations",
  },
  {
    href: "/admin/health",
    label: "Health rules",
    icon: <SlidersHorizontal />,
    role: "admin",
    keywords: "admin score weights tiers settings what-if backtest",
  },
  { href: "/admin/outbox", label: "Outbox", icon: <Mail />, role: "admin", keywords: "admin mail" },
  {
    href: "/admin/tokens",
    label: "API tokens",
    icon: <KeyRound />,
    role: "admin",
    keywords: "admin programs",
  },
  {
    href: "/admin/audit",
    label: "Audit log",
    icon: <ScrollText />,
    role: "admin",
    keywords: "admin who did what",
  },
];

export type NavigationCounts = Readonly<Record<string, NavigationEntry["count"]>>;

/** The side bar of somebody with this role, with the counts of pages by their addresses. */
export function navigationFor(role: Role, counts: NavigationCounts): NavigationEntry[] {
  return main
    .filter((page) => hasRole(role, page.role))
    .map(({ href, label, icon, keys }) => {
      const count = counts[href];
      return { href, label, icon, ...(keys ? { keys } : {}), ...(count ? { count } : {}) };
    });
}

/** Addresses of the pages that somebody with this role may open. */
export function pagesFor(role: Role): string[] {
  return [...main, ...further].filter((page) => hasRole(role, page.role)).map(({ href }) => href);
}

/** Every page that somebody with this role can jump to. */
export function pageCommands(role: Role): CommandGroup {
  const pages = [...main, ...further].filter((page) => hasRole(role, page.role));
  return {
    heading: "Pages",
    items: pages.map(({ href, label, icon, keys, keywords }) => ({
      id: href,
      label,
      icon,
      href,
      ...(keys ? { shortcut: keys } : {}),
      ...(keywords ? { keywords } : {}),
    })),
  };
}
