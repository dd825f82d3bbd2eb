export type PublicAddress = { appUrl: string | null; port: number };

/** The address that links in mail carry. */
export function publicUrl({ appUrl, port }: PublicAddress): string {
  return (appUrl ?? `http://localhost:${port}`).replace(/\/+$/, "");
}

/**
 * Origins from which a browser may sign in. Without APP_URL these are the names of this machine, and the
 * host that the browser itself asked for: a page of another site cannot choose that header.
 */
export function trustedOrigins(address: PublicAddress, request?: Request): string[] {
  if (address.appUrl !== null) return [new URL(address.appUrl).origin];
  const names = ["localhost", "127.0.0.1", "[::1]"].map((name) => `http://${name}:${address.port}`);
  const host = request?.headers.get("host");
  return host ? [...names, `http://${host}`, `https://${host}`] : names;
}
