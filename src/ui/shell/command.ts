import type { ReactNode } from "react";

/** One line of the command palette: leads to a page, or does something. */
export type CommandItem = {
  id: string;
  label: string;
  /** Smaller, beside the label: what it is or where it stands. */
  hint?: string;
  icon?: ReactNode;
  /** More words by which it is found. */
  keywords?: string;
  shortcut?: string;
} & ({ href: string } | { onSelect: () => void });

export type CommandGroup = { heading: string; items: readonly CommandItem[] };

/** Looks things up; results come in the order in which they are shown. */
export type CommandSearch = (query: string, signal: AbortSignal) => Promise<readonly CommandGroup[]>;

/** The commands that hold every word of the query, groups without any left out. */
export function matchCommands(groups: readonly CommandGroup[], query: string): readonly CommandGroup[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (item: CommandItem) => {
    const text = `${item.label} ${item.hint ?? ""} ${item.keywords ?? ""}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  };
  return groups
    .map((group) => ({ ...group, items: group.items.filter(matches) }))
    .filter((group) => group.items.length > 0);
}
