"use client";

import { X } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { Button } from "./button.tsx";
import { StatusShape } from "./status-shape.tsx";
import { dismissToast, type Toast, toastStore } from "./toast-store.ts";

const shownForMs = 6_000;
const none: readonly Toast[] = [];

/** One for the whole app. The region is always in the page, so that screen readers announce what is put into it. */
export function Toaster() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.read, () => none);
  return (
    <section
      aria-label="Notes"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-4 bottom-20 z-60 flex flex-col items-end gap-2 md:bottom-4"
    >
      {toasts.map((note) => (
        <ToastNote key={note.id} note={note} />
      ))}
    </section>
  );
}

/** Leaves by itself, but not while it is pointed at, focused, or has something to press. */
function ToastNote({ note }: { note: Toast }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held || note.action) return;
    const timer = setTimeout(() => dismissToast(note.id), shownForMs);
    return () => clearTimeout(timer);
  }, [held, note]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the listeners only pause the timer
    <div
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex w-full max-w-sm animate-rise-in items-start gap-3 rounded-lg border border-line bg-raised p-3 text-base shadow-lift"
    >
      <StatusShape status={note.status ?? "neutral"} className="mt-[3px]" />
      <div className="min-w-0 flex-1">
        <p className="font-medium text-ink">{note.title}</p>
        {note.description ? <p className="text-ink-muted">{note.description}</p> : null}
      </div>
      {note.action ? (
        <Button
          size="sm"
          onClick={() => {
            note.action?.onSelect();
            dismissToast(note.id);
          }}
        >
          {note.action.label}
        </Button>
      ) : null}
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label="Dismiss"
        className="-m-1"
        onClick={() => dismissToast(note.id)}
      >
        <X aria-hidden />
      </Button>
    </div>
  );
}
