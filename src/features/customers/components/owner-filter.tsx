"use client";

import { ChevronDown, UserRound } from "lucide-react";
import { useState } from "react";
import { Button } from "#ui/primitives/button.tsx";
import {
  Menu,
  MenuContent,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuTrigger,
} from "#ui/primitives/menu.tsx";

export type Colleague = { id: string; name: string };

export type OwnerFilterProps = {
  /** "me", "nobody", the id of a colleague, or null for everybody's. */
  owner: string | null;
  /** Whom the reader could hand a customer to; undefined until they are read. */
  colleagues: readonly Colleague[] | undefined;
  userId: string;
  /** Reads the colleagues, when the menu is opened first. */
  onOpen: () => void;
  onChange: (owner: string | null) => void;
};

const anyone = "anyone";

/** Whose customers are shown. */
export function OwnerFilter({ owner, colleagues, userId, onOpen, onChange }: OwnerFilterProps) {
  const [isOpen, setOpen] = useState(false);
  const word = wordOf(owner, colleagues);
  const others = (colleagues ?? []).filter(({ id }) => id !== userId);
  return (
    <Menu
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open);
        if (open) onOpen();
      }}
    >
      <MenuTrigger asChild>
        <Button aria-label={`Owner: ${word}`} className="max-w-52">
          <UserRound aria-hidden />
          <span className="truncate">{word}</span>
          <ChevronDown aria-hidden />
        </Button>
      </MenuTrigger>
      <MenuContent align="start">
        <MenuRadioGroup
          value={owner ?? anyone}
          onValueChange={(value) => onChange(value === anyone ? null : value)}
        >
          <MenuRadioItem value={anyone}>Everybody’s customers</MenuRadioItem>
          <MenuRadioItem value="me">Mine</MenuRadioItem>
          <MenuRadioItem value="nobody">Nobody’s</MenuRadioItem>
          {others.length > 0 ? <MenuLabel>Of a colleague</MenuLabel> : null}
          {others.map(({ id, name }) => (
            <MenuRadioItem key={id} value={id}>
              {name}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}

function wordOf(owner: string | null, colleagues: readonly Colleague[] | undefined): string {
  if (owner === null) return "Everybody’s";
  if (owner === "me") return "Mine";
  if (owner === "nobody") return "Nobody’s";
  return colleagues?.find(({ id }) => id === owner)?.name ?? "A colleague’s";
}
