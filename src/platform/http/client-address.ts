/**
 * The address that a request came from: the last one that was added to X-Forwarded-For, which is what the
 * nearest proxy saw (Next adds the address of the connection itself where no proxy did).
 */
export function clientAddress(headers: Headers): string {
  const forwarded = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  return forwarded === undefined || forwarded === "" ? "unknown" : forwarded;
}
