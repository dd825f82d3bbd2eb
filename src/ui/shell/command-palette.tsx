"use client";

import { Command } from "cmdk";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import * as Dialog from "radix-ui/dialog";
import { useState } from "react";
import { Kbd } from "../primitives/kbd.tsx";
import { type CommandGroup, type CommandItem, type CommandSearch, matchCommands } from "./command.ts";
import { useCommandSearch } from "./use-command-search.ts";

export type CommandPaletteProps = {
  commands: readonly CommandGroup[];
  search?: CommandSearch | undefined;
  onClose: () => void;
};

/** One field to anything: pages and actions at once, records as they are found. */
export function CommandPalette({ commands, search, onClose }: CommandPaletteProps) {
  const router = useRouter();
  const [query, setQuery] = useState("");
  const found = useCommandSearch(query, search);
  const groups = [...matchCommands(commands, query), ...found.groups];
  const choose = (item: CommandItem) => {
    onClose();
    if ("href" in item) router.push(item.href);
    else item.onSelect();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 animate-fade-in bg-shade" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[12dvh] z-50 mx-auto max-w-xl animate-rise-in overflow-hidden rounded-lg border border-line bg-raised shadow-lift outline-none"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <Command shouldFilter={false} loop label="Search and commands">
            <div className="flex items-center gap-3 border-line border-b px-4">
              <Search aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
              <Command.Input
                autoFocus
                value={query}
                onValueChange={setQuery}
                placeholder="Search or jump to…"
                className="h-12 w-full bg-transparent text-lg text-ink outline-none"
              />
              <Kbd>esc</Kbd>
            </div>
            <Command.List className="max-h-[min(24rem,56dvh)] overflow-y-auto p-2">
              {groups.map((group) => (
                <Command.Group
                  key={group.heading}
                  heading={group.heading}
                  className="**:[[cmdk-group-heading]]:px-2 **:[[cmdk-group-heading]]:py-1.5 **:[[cmdk-group-heading]]:text-ink-muted **:[[cmdk-group-heading]]:text-xs"
                >
                  {group.items.map((item) => (
                    <PaletteLine key={item.id} item={item} onChoose={() => choose(item)} />
                  ))}
                </Command.Group>
              ))}
              <PaletteNote
                query={query}
                pending={found.pending}
                failed={found.failed}
                empty={groups.length === 0}
              />
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteLine({ item, onChoose }: { item: CommandItem; onChoose: () => void }) {
  return (
    <Command.Item
      value={item.id}
      onSelect={onChoose}
      className="flex min-h-9 cursor-default items-center gap-3 rounded-md px-2 py-1 text-base text-ink touch:min-h-11 data-[selected=true]:bg-muted [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-faint"
    >
      {item.icon}
      <span className="truncate">{item.label}</span>
      {item.hint ? <span className="truncate text-ink-muted text-sm">{item.hint}</span> : null}
      {item.shortcut ? <Kbd className="ml-auto">{item.shortcut}</Kbd> : null}
    </Command.Item>
  );
}

function PaletteNote(props: { query: string; pending: boolean; failed: boolean; empty: boolean }) {
  const text = props.pending
    ? "Searching…"
    : props.failed
      ? "The search did not answer. Pages and actions still work; try again in a moment."
      : props.empty
        ? `Nothing found for “${props.query}”.`
        : null;
  return (
    <p role="status" className="px-2 py-2 text-ink-muted text-sm empty:hidden">
      {text}
    </p>
  );
}
