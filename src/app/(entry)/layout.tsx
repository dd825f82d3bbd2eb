import type { ReactNode } from "react";

export default function EntryLayout({ children }: { children: ReactNode }) {
  return <main className="flex min-h-dvh items-center justify-center bg-canvas px-4 py-10">{children}</main>;
}
