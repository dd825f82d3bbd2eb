"use client";

import { useEffect, useState } from "react";

/**
 * A clock for relative times: starts at the server's instant, so that the first paint agrees with the HTML,
 * and then moves on by the time that has passed in the browser.
 */
export function useNow(initialNow: Date | string, everySeconds = 15): Date {
  const [elapsedMs, setElapsedMs] = useState(0);
  useEffect(() => {
    const startedAt = performance.now();
    const timer = setInterval(() => setElapsedMs(performance.now() - startedAt), everySeconds * 1000);
    return () => clearInterval(timer);
  }, [everySeconds]);
  return new Date(new Date(initialNow).getTime() + elapsedMs);
}
