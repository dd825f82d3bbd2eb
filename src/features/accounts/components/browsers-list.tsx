"use client";

import { formatDateTime } from "#ui/figures/dates.ts";
import { Badge } from "#ui/primitives/badge.tsx";
import { Button } from "#ui/primitives/button.tsx";
import type { Browser } from "../schemas.ts";
import { describeBrowser } from "./describe-browser.ts";

export type BrowsersListProps = {
  browsers: readonly Browser[];
  timezone: string;
  onSignOut: (browser: Browser) => void;
};

/** IPv6 addresses are kept by their network, which is all zeros for the machine itself. */
function isMeaningful(address: string | null): boolean {
  return address !== null && !/^[0:]*$/.test(address);
}

/** Where the account is signed in. The one in use is signed out by the menu. */
export function BrowsersList({ browsers, timezone, onSignOut }: BrowsersListProps) {
  return (
    <ul className="flex flex-col">
      {browsers.map((browser) => (
        <li
          key={browser.id}
          className="flex items-center justify-between gap-3 border-line border-b py-3 first:pt-0 last:border-b-0 last:pb-0"
        >
          <div className="min-w-0">
            <p className="flex items-center gap-2 font-medium text-base">
              {describeBrowser(browser.userAgent)}
              {browser.isCurrent ? <Badge tone="info">This browser</Badge> : null}
            </p>
            <p className="text-ink-muted text-sm">
              Signed in {formatDateTime(browser.createdAt, timezone)}
              {isMeaningful(browser.ipAddress) ? ` from ${browser.ipAddress}` : ""}
            </p>
          </div>
          {browser.isCurrent ? null : (
            <Button
              size="sm"
              aria-label={`Sign out ${describeBrowser(browser.userAgent)}`}
              onClick={() => onSignOut(browser)}
            >
              Sign out
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
