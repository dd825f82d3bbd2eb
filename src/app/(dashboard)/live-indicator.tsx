"use client";

import { LiveStatus } from "#ui/shell/live-status.tsx";

export function LiveIndicator() {
  return <LiveStatus state="reconnecting" dataAgeSeconds={null} />;
}
