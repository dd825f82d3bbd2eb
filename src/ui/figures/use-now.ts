"use client";

import { useEffect, useState } from "react";

/**
 * A clock for relative times: starts at the server's instant, so that the first paint agrees with the HTML,
 * and then moves on by the time that has passed in the browser.
 */
export function useNow(initialNow: Date | string, everySeconds = 15): Date {
  const initialMs = new Date(initialNow).getTime();
  const [passed, setPassed] = useState({ sinceMs: initialMs, elapsedMs: 0 });
  useEffect(() => {
    const startedAt = performance.now();
    const tick = () => setPassed({ sinceMs: initialMs, elapsedMs: performance.now() - startedAt });
    const timer = setInterval(tick, everySeconds * 1000);
    return () => clearInterval(timer);
  }, [initialMs, everySeconds]);
  // What passed since an earlier instant of the server's does not count for a newer one.
  return new Date(initialMs + (passed.sinceMs === initialMs ? passed.elapsedMs : 0));
}
