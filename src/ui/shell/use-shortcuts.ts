"use client";

import { useEffect, useRef } from "react";

/** `keys`: "mod+k" (⌘ or Ctrl), "?", or two keys in a row such as "g o". */
export type Shortcut = { keys: string; run: () => void };

const sequenceMs = 900;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}

/** Keys pressed into a field or a dialog are not ours, unless ⌘ or Ctrl goes with them. */
function isForPage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.altKey || event.repeat) return false;
  if (event.metaKey || event.ctrlKey) return true;
  return !isTyping(event.target) && document.querySelector("[role=dialog]") === null;
}

/** Keys that a screen or a dialog has taken for itself are left alone, and so is typing. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const current = useRef(shortcuts);
  useEffect(() => {
    current.current = shortcuts;
  });
  useEffect(() => {
    let previous = { key: "", at: 0 };
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isForPage(event)) return;
      const mod = event.metaKey || event.ctrlKey;
      const key = event.key.toLowerCase();
      const inARow = event.timeStamp - previous.at < sequenceMs ? `${previous.key} ${key}` : "";
      const pressed = mod ? [`mod+${key}`] : [inARow, key];
      const found = current.current.find((shortcut) => pressed.includes(shortcut.keys));
      previous = found || mod ? { key: "", at: 0 } : { key, at: event.timeStamp };
      if (!found) return;
      event.preventDefault();
      found.run();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
