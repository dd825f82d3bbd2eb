/** How the names of the sign-in cookies begin. */
export const cookiePrefix = "operations";

/** Names under which the sign-in cookie may come: the second over HTTPS. */
export const sessionCookieNames = [
  `${cookiePrefix}.session_token`,
  `__Secure-${cookiePrefix}.session_token`,
] as const;
