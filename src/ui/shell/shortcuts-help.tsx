"use client";

import { Kbd } from "../primitives/kbd.tsx";
import { Sheet, SheetContent } from "../primitives/sheet.tsx";

export type ShortcutGroup = { heading: string; shortcuts: readonly { keys: string; does: string }[] };

/** "mod+k" as the keys of this machine. */
function keyNames(keys: string): string[] {
  const isApple = /mac|iphone|ipad/i.test(navigator.userAgent);
  return keys
    .split(/[ +]/)
    .map((key) => (key === "mod" ? (isApple ? "⌘" : "Ctrl") : key.length === 1 ? key.toUpperCase() : key));
}

export function ShortcutsHelp({
  groups,
  onClose,
}: {
  groups: readonly ShortcutGroup[];
  onClose: () => void;
}) {
  return (
    <Sheet open onOpenChange={(open) => (open ? undefined : onClose())}>
      <SheetContent title="Keyboard shortcuts">
        {groups.map((group) => (
          <section key={group.heading} className="mb-6">
            <h3 className="mb-1 text-ink-muted text-sm">{group.heading}</h3>
            <dl>
              {group.shortcuts.map((shortcut) => (
                <div
                  key={shortcut.keys}
                  className="flex min-h-9 items-center justify-between gap-4 border-line border-b last:border-b-0"
                >
                  <dt>{shortcut.does}</dt>
                  <dd className="flex gap-1">
                    {keyNames(shortcut.keys).map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </SheetContent>
    </Sheet>
  );
}
