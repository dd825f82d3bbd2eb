import { headers } from "next/headers";
import { type ReactNode, Suspense } from "react";

/**
 * Shows a page's skeleton while somebody is on the way to it from another page. Where the page is opened anew,
 * there is none: its first HTML, and so its first paint, holds the figures.
 */
export async function SkeletonOnTheWay({ skeleton, children }: { skeleton: ReactNode; children: ReactNode }) {
  // Browsers say "document" for a page that is opened, and "empty" for what our own scripts fetch.
  const isOnTheWay = (await headers()).get("sec-fetch-dest") === "empty";
  return isOnTheWay ? <Suspense fallback={skeleton}>{children}</Suspense> : children;
}
