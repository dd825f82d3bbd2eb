const openPages = ["/sign-in", "/forgot-password", "/reset-password", "/invitation"];

/** Pages that need no session, and files (whose last part has an ending). */
export function isOpenPath(pathname: string): boolean {
  if (/\.[a-z0-9]+$/i.test(pathname)) return true;
  return openPages.some((page) => pathname === page || pathname.startsWith(`${page}/`));
}
