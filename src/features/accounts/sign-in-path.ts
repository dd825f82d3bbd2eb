import { safeNext } from "./safe-next.ts";

/** The header in which the proxy tells a page its own address, which Next keeps from it. */
export const requestedPathHeader = "x-requested-path";

/** The sign-in page, which leads back to `next` afterwards. */
export function signInPath(next: string | null): string {
  const safe = safeNext(next);
  return safe === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(safe)}`;
}
