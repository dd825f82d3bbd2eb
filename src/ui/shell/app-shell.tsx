"use client";

import { usePathname, useRouter } from "next/navigation";
import { lazy, type ReactNode, Suspense, useState } from "react";
import type { AccountMenuProps } from "./account-menu.tsx";
import { BottomBar } from "./bottom-bar.tsx";
import type { CommandGroup, CommandSearch } from "./command.ts";
import { currentEntry, type NavigationEntry } from "./navigation.ts";
import { foldedCookie, keepInCookie } from "./preferences.ts";
import type { ShortcutGroup } from "./shortcuts-help.tsx";
import { SideBar } from "./side-bar.tsx";
import { TopBar } from "./top-bar.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

/** Both are loaded when they are first asked for. */
const CommandPalette = lazy(() =>
  import("./command-palette.tsx").then((module) => ({ default: module.CommandPalette })),
);
const ShortcutsHelp = lazy(() =>
  import("./shortcuts-help.tsx").then((module) => ({ default: module.ShortcutsHelp })),
);

export type AppShellProps = {
  productName: string;
  navigation: readonly NavigationEntry[];
  account: AccountMenuProps;
  live: ReactNode;
  range?: ReactNode;
  palette: { commands: readonly CommandGroup[]; search?: CommandSearch };
  /** Shortcuts of the pages, for the help sheet. */
  shortcuts?: readonly ShortcutGroup[];
  defaultFolded?: boolean;
  children: ReactNode;
};

type Overlay = "none" | "palette" | "shortcuts";

/** The frame of every page behind the sign-in. Fetches nothing; all comes by props. */
export function AppShell(props: AppShellProps) {
  const { productName, navigation, account, live, range, palette, shortcuts = [], children } = props;
  const router = useRouter();
  const current = currentEntry(navigation, usePathname());
  const [folded, setFolded] = useState(props.defaultFolded ?? false);
  const [overlay, setOverlay] = useState<Overlay>("none");
  const close = () => setOverlay("none");
  const fold = (next: boolean) => {
    setFolded(next);
    keepInCookie(foldedCookie, next ? "1" : "");
  };
  useShortcuts([
    { keys: "mod+k", run: () => setOverlay((open) => (open === "palette" ? "none" : "palette")) },
    { keys: "/", run: () => setOverlay("palette") },
    { keys: "?", run: () => setOverlay("shortcuts") },
    ...navigation.flatMap(({ keys, href }) => (keys ? [{ keys, run: () => router.push(href) }] : [])),
  ]);
  const accountItems = [
    ...account.items,
    { label: "Keyboard shortcuts", shortcut: "?", onSelect: () => setOverlay("shortcuts") },
  ];
  return (
    <div className="flex min-h-dvh">
      <a
        href="#content"
        className="sr-only z-60 rounded-lg bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <SideBar
        productName={productName}
        entries={navigation}
        current={current}
        folded={folded}
        onFold={fold}
      />
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar
          section={current?.label ?? productName}
          range={range}
          live={live}
          account={{ ...account, items: accountItems }}
          onSearch={() => setOverlay("palette")}
        />
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 pb-20 outline-none md:pb-8">
          {children}
        </main>
      </div>
      <BottomBar entries={navigation} current={current} />
      <Suspense fallback={null}>
        {overlay === "palette" ? (
          <CommandPalette commands={palette.commands} search={palette.search} onClose={close} />
        ) : null}
        {overlay === "shortcuts" ? (
          <ShortcutsHelp groups={[...shellShortcuts(navigation), ...shortcuts]} onClose={close} />
        ) : null}
      </Suspense>
    </div>
  );
}

function shellShortcuts(navigation: readonly NavigationEntry[]): ShortcutGroup[] {
  return [
    {
      heading: "Anywhere",
      shortcuts: [
        { keys: "mod+k", does: "Search or jump to anything" },
        { keys: "/", does: "Search" },
        { keys: "?", does: "Show this list" },
      ],
    },
    {
      heading: "Go to",
      shortcuts: navigation.flatMap(({ keys, label }) => (keys ? [{ keys, does: label }] : [])),
    },
    {
      heading: "In tables",
      shortcuts: [
        { keys: "↓", does: "Next row" },
        { keys: "↑", does: "Previous row" },
        { keys: "Enter", does: "Open the row" },
        { keys: "x", does: "Select the row; Space does it too" },
        { keys: "Shift+x", does: "Select all rows from the last one on" },
      ],
    },
  ];
}
