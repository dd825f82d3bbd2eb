"use client";

import { UserRound } from "lucide-react";
import { useState } from "react";
import type { WorkItem } from "#features/interventions/schemas.ts";
import { formatDate } from "#ui/figures/dates.ts";
import { Button } from "#ui/primitives/button.tsx";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "#ui/primitives/menu.tsx";
import { useColleagues } from "./use-colleagues.ts";
import type { Work } from "./use-work.ts";

export type OwnerMenuProps = {
  item: WorkItem;
  work: Work;
  userId: string;
  now: Date;
  timezone: string;
};

const dayMs = 86_400_000;
const delays = [
  { label: "Until tomorrow", days: 1 },
  { label: "For 3 days", days: 3 },
  { label: "For a week", days: 7 },
  { label: "For a month", days: 30 },
];

/** Whose customer it is: take it, hand it over, or put it off. */
export function OwnerMenu({ item, work, userId, now, timezone }: OwnerMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const { customerId, owner, snoozedUntil, name } = item;
  return (
    <Menu open={isOpen} onOpenChange={setOpen}>
      <MenuTrigger asChild>
        <Button
          size="sm"
          variant="ghost"
          disabled={work.busyId === customerId}
          aria-label={`Owner of ${name}: ${owner?.name ?? "nobody"}. Change`}
          className="max-w-40 justify-start px-1.5"
        >
          <UserRound aria-hidden />
          <span className="truncate">{owner?.name ?? "Nobody"}</span>
        </Button>
      </MenuTrigger>
      <MenuContent align="start">
        {isOpen ? <Colleagues item={item} work={work} userId={userId} /> : null}
        <MenuSeparator />
        <MenuLabel>
          {snoozedUntil === null ? "Put off" : `Put off until ${formatDate(snoozedUntil, timezone)}`}
        </MenuLabel>
        {delays.map(({ label, days }) => (
          <MenuItem
            key={days}
            onSelect={() => void work.snooze(customerId, new Date(now.getTime() + days * dayMs))}
          >
            {label}
          </MenuItem>
        ))}
        {snoozedUntil === null ? null : (
          <MenuItem onSelect={() => void work.snooze(customerId, null)}>Back into the queue</MenuItem>
        )}
      </MenuContent>
    </Menu>
  );
}

function Colleagues({ item, work, userId }: Pick<OwnerMenuProps, "item" | "work" | "userId">) {
  const { customerId, owner, name } = item;
  const others = (useColleagues(true) ?? []).filter(({ id }) => id !== userId && id !== owner?.id);
  const assign = (id: string | null, whose: string) =>
    void work.assign(customerId, id, `${name} is ${whose}`);
  return (
    <>
      {owner?.id === userId ? null : (
        <MenuItem onSelect={() => assign(userId, "yours")}>Assign to me</MenuItem>
      )}
      {others.map((colleague) => (
        <MenuItem key={colleague.id} onSelect={() => assign(colleague.id, `handed to ${colleague.name}`)}>
          Assign to {colleague.name}
        </MenuItem>
      ))}
      {owner === null ? null : (
        <MenuItem onSelect={() => assign(null, "nobody's now")}>Assign to nobody</MenuItem>
      )}
    </>
  );
}
