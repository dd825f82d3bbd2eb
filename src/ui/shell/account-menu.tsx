"use client";

import { useTheme } from "next-themes";
import { useState } from "react";
import {
  Menu,
  MenuContent,
  MenuItem,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
  MenuTrigger,
} from "../primitives/menu.tsx";
import { AccountButton } from "./account-button.tsx";
import { applyDensity, type Density, readDensity } from "./preferences.ts";

export type ShellUser = { name: string; email: string; role: string };

export type AccountMenuProps = {
  user: ShellUser;
  items: readonly { label: string; onSelect: () => void; shortcut?: string }[];
  onSignOut: () => void;
  /** Where the account keeps the choice for other browsers. */
  onDensityChange?: (density: Density) => void;
};

const shownDensity = () => readDensity(document.documentElement.dataset.density);

/** Opens with its first showing: it is loaded by the press that asks for it. */
export function AccountMenu({ user, items, onSignOut, onDensityChange }: AccountMenuProps) {
  const { theme, setTheme } = useTheme();
  const [density, setDensity] = useState<Density>(shownDensity);
  const chooseDensity = (value: string) => {
    const chosen = readDensity(value);
    setDensity(chosen);
    applyDensity(chosen);
    onDensityChange?.(chosen);
  };
  return (
    <Menu defaultOpen onOpenChange={(open) => open && setDensity(shownDensity())}>
      <MenuTrigger asChild>
        <AccountButton name={user.name} />
      </MenuTrigger>
      <MenuContent align="end" className="w-60">
        <div className="px-2 py-1.5">
          <p className="truncate font-medium text-base">{user.name}</p>
          <p className="truncate text-ink-muted text-sm">{user.email}</p>
          <p className="text-ink-muted text-sm">{user.role}</p>
        </div>
        <MenuSeparator />
        {items.map((item) => (
          <MenuItem
            key={item.label}
            onSelect={item.onSelect}
            {...(item.shortcut ? { shortcut: item.shortcut } : {})}
          >
            {item.label}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuLabel>Theme</MenuLabel>
        <MenuRadioGroup value={theme ?? "system"} onValueChange={setTheme}>
          <MenuRadioItem value="light">Light</MenuRadioItem>
          <MenuRadioItem value="dark">Dark</MenuRadioItem>
          <MenuRadioItem value="system">As the system</MenuRadioItem>
        </MenuRadioGroup>
        <MenuSeparator />
        <MenuLabel>Density</MenuLabel>
        <MenuRadioGroup value={density} onValueChange={chooseDensity}>
          <MenuRadioItem value="comfortable">Comfortable</MenuRadioItem>
          <MenuRadioItem value="compact">Compact</MenuRadioItem>
        </MenuRadioGroup>
        <MenuSeparator />
        <MenuItem onSelect={onSignOut}>Sign out</MenuItem>
      </MenuContent>
    </Menu>
  );
}
