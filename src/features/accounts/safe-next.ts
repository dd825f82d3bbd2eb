/** The page to go to after sign-in: a path of this dashboard, whatever the address bar was made to say. */
export function safeNext(next: string | null | undefined): string {
  if (!next?.startsWith("/")) return "/";
  // Browsers read a backslash as a slash, drop tabs and line ends, and `//host` is another site.
  const base = "http://dashboard.invalid";
  if (!URL.canParse(next, base)) return "/";
  const url = new URL(next, base);
  if (url.origin !== base || url.pathname.startsWith("//") || url.pathname.startsWith("/sign-in")) return "/";
  return `${url.pathname}${url.search}${url.hash}`;
}
