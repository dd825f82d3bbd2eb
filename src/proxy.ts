import type { NextRequest } from "next/server";
import { NextResponse } from "next/server";
import { isOpenPath } from "./features/accounts/open-paths.ts";
import { sessionCookieNames } from "./features/accounts/session-cookie.ts";
import { requestedPathHeader, signInPath } from "./features/accounts/sign-in-path.ts";
import { contentSecurityPolicy, strictTransportSecurity } from "./platform/security-headers.ts";

/** What to do with a request before a page is rendered: let it through, or send the browser elsewhere. */
export type AccessDecision = { allow: true } | { allow: false; redirectTo: string };

/** A first look at the cookie, to spare the way to a page that would turn the visitor away. Pages and routes check again. */
export function decideAccess(request: NextRequest): AccessDecision {
  const { pathname, search } = request.nextUrl;
  const isOpen = isOpenPath(pathname) || sessionCookieNames.some((name) => request.cookies.has(name));
  return isOpen ? { allow: true } : { allow: false, redirectTo: signInPath(`${pathname}${search}`) };
}

export function proxy(request: NextRequest): NextResponse {
  const access = decideAccess(request);
  if (!access.allow) return NextResponse.redirect(new URL(access.redirectTo, request.url));

  const nonce = btoa(crypto.randomUUID());
  const isSecure = (request.headers.get("x-forwarded-proto") ?? request.nextUrl.protocol).startsWith("https");
  // biome-ignore lint/style/noProcessEnv: the bundler puts the literal here; nothing is read at run time
  const isDevelopment = process.env.NODE_ENV === "development";
  const policy = contentSecurityPolicy(nonce, { isDevelopment, isSecure });

  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set(requestedPathHeader, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  if (isSecure) response.headers.set("strict-transport-security", strictTransportSecurity);
  return response;
}

/** Files of the build and the API, which answers with no page, need no nonce. */
export const config = { matcher: ["/((?!api/|_next/static|_next/image|favicon.ico|icon.svg).*)"] };
