/** How the names of the sign-in cookies begin. */
export const cookiePrefix = "operations";

/** Names under which the sign-in cookie may come: the second over HTTPS. */
export const sessionCookieNames = [
  `${cookiePrefix}.session_token`,
  `__Secure-${cookiePrefix}.session_token`,
] as const;

/** The sign-in cookie of a request as it came, with its signature; null where there is none. */
export function readSessionCookie(headers: Headers): string | null {
  for (const part of headers.get("cookie")?.split(";") ?? []) {
    const [name = "", ...value] = part.trim().split("=");
    if (sessionCookieNames.some((known) => known === name)) return value.join("=");
  }
  return null;
}

/** The session that the cookie names, without its signature: only for a request whose viewer is known from it. */
export function readSessionToken(headers: Headers): string | null {
  const cookie = readSessionCookie(headers);
  return cookie === null ? null : (decodeURIComponent(cookie).split(".")[0] ?? null);
}
