import type { ReactNode } from "react";
import type { Status } from "../status.ts";

export type NavigationEntry = {
  href: string;
  label: string;
  icon: ReactNode;
  /** Two keys pressed one after the other, such as "g o". */
  keys?: string;
  /** Such as open critical alerts; nothing is shown at 0. */
  count?: { value: number; label: string; status: Status };
};

/** The entry that holds the page: the longest address that the path begins with. */
export function currentEntry(
  entries: readonly NavigationEntry[],
  pathname: string,
): NavigationEntry | undefined {
  const holds = (href: string) =>
    href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
  return entries
    .filter((entry) => holds(entry.href))
    .sort((a, b) => b.href.length - a.href.length)
    .at(0);
}
