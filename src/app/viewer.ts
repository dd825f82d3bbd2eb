import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { requestedPathHeader, signInPath } from "#features/accounts/sign-in-path.ts";
import { hasRole, type Role, type Viewer } from "#platform/viewer.ts";
import { accounts } from "./accounts.ts";

/** Whoever looks at this page, or null. Asked once for each request, however many components want to know. */
export const currentViewer: () => Promise<Viewer | null> = cache(async () => {
  return await accounts().resolveViewer({ headers: await headers() });
});

/**
 * Whoever looks at this page. Sends browsers that are not signed in to the sign-in page and back afterwards;
 * a page that needs more than the viewer's role does not exist for it.
 */
export async function requireViewer(role: Role = "viewer"): Promise<Viewer> {
  const viewer = await currentViewer();
  if (viewer === null) redirect(signInPath((await headers()).get(requestedPathHeader)));
  if (!hasRole(viewer.role, role)) notFound();
  return viewer;
}
