import type { Status } from "../status.ts";

export type Toast = {
  id: string;
  title: string;
  description?: string;
  status?: Status;
  /** Such as "Undo". */
  action?: { label: string; onSelect: () => void };
};

const atMost = 3;
let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Shows a short note at the foot of the page; the oldest goes when there are more than three. Returns its id. */
export function toast(note: Omit<Toast, "id">): string {
  const id = `toast-${nextId++}`;
  publish([...toasts, { ...note, id }].slice(-atMost));
  return id;
}

export function dismissToast(id: string): void {
  publish(toasts.filter((note) => note.id !== id));
}

/** For useSyncExternalStore. */
export const toastStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: (): readonly Toast[] => toasts,
};
