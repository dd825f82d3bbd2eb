import { createMiddleware } from "hono/factory";
import { AppError } from "../errors.ts";

const vouching = ["authorization", "webhook-signature"];
const reading = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses a write that a page of another origin made a signed-in browser send. Browsers name the origin on
 * every write; programs that name neither origin nor token have no cookie of a person to misuse. A token or
 * the signature of a push says more than an origin, and a browser sends neither across origins unasked.
 */
export function refuseForeignWrites(appOrigin: () => string | null) {
  return createMiddleware(async (c, next) => {
    const isVouchedFor = vouching.some((name) => c.req.header(name) !== undefined);
    if (!reading.has(c.req.method) && !isVouchedFor && isForeign(c.req.raw, appOrigin())) {
      throw new AppError("forbidden", "This write came from a page of another origin and was refused.");
    }
    await next();
  });
}

function isForeign(request: Request, appOrigin: string | null): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site === "same-origin") return false;
  const origin = request.headers.get("origin");
  if (origin === null) return site !== null && site !== "none";
  return origin !== appOrigin && origin !== ownOrigin(request);
}

// Behind a proxy the request's own address is the inner one; the host header is what the browser asked for.
function ownOrigin(request: Request): string {
  const url = new URL(request.url);
  const protocol = request.headers.get("x-forwarded-proto") ?? url.protocol.replace(":", "");
  return `${protocol}://${request.headers.get("host") ?? url.host}`;
}
