"use client";

import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../primitives/button.tsx";
import { Kbd } from "../primitives/kbd.tsx";
import { Account } from "./account.tsx";
import type { AccountMenuProps } from "./account-menu.tsx";
import { ProductMark } from "./product-mark.tsx";
import { ThemeToggle } from "./theme-toggle.tsx";

export type TopBarProps = {
  /** The part of the product that is open; phones have no side bar to tell. */
  section: string;
  range?: ReactNode;
  live: ReactNode;
  account: AccountMenuProps;
  onSearch: () => void;
};

export function TopBar({ section, range, live, account, onSearch }: TopBarProps) {
  return (
    <header className="sticky top-0 z-30 flex h-14 items-center gap-2 border-line border-b bg-canvas px-4 md:gap-3 md:px-6">
      <span className="flex min-w-0 items-center gap-2 font-medium md:hidden">
        <ProductMark className="size-5 shrink-0" />
        <span className="truncate">{section}</span>
      </span>
      <button
        type="button"
        onClick={onSearch}
        aria-keyshortcuts="Meta+K Control+K"
        className="hidden h-control w-64 items-center gap-2 rounded-lg border border-line bg-surface px-3 text-ink-muted text-sm hover:bg-hover md:flex lg:w-80"
      >
        <Search aria-hidden="true" className="size-4 shrink-0" />
        <span className="truncate">Search or jump to…</span>
        <Kbd className="ml-auto">⌘K</Kbd>
      </button>
      <div className="ml-auto flex items-center gap-1 md:gap-2">
        {range}
        {live}
        <Button variant="ghost" size="icon" aria-label="Search" className="md:hidden" onClick={onSearch}>
          <Search aria-hidden />
        </Button>
        <ThemeToggle />
        <Account {...account} />
      </div>
    </header>
  );
}
