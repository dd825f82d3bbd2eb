import type { APIRequestContext, Page } from "@playwright/test";
import { administrator } from "./administrator.ts";

/** Signs the page's browser in as the administrator, without the detour over the sign-in page. */
export async function signIn(page: Page): Promise<APIRequestContext> {
  const { request } = page.context();
  const answer = await request.post("/api/auth/sign-in/email", {
    data: administrator,
    headers: { origin: process.env.E2E_ADDRESS ?? "" },
  });
  if (!answer.ok()) throw new Error(`Signing in was refused: ${answer.status()} ${await answer.text()}`);
  return request;
}
