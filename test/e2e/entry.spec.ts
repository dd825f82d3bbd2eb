import { type Browser, type BrowserContext, expect, type Page } from "@playwright/test";
import { administrator } from "./administrator.ts";
import { signIn } from "./sign-in.ts";
import { test } from "./watched-test.ts";

const wrongSentence = "E-mail address or password is wrong.";

async function fillSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Somebody else at another computer. */
async function openOtherBrowser(browser: Browser, baseURL: string | undefined): Promise<BrowserContext> {
  return await browser.newContext(baseURL ? { baseURL } : {});
}

test("a wrong password and an unknown address get one and the same plain sentence", async ({
  page,
  faults,
}) => {
  await page.goto("/sign-in");
  for (const email of [administrator.email, "nobody@e2e.example.com"]) {
    const answer = page.waitForResponse(/\/sign-in\/email$/);
    await fillSignIn(page, email, "not-the-password-at-all");
    expect((await answer).status()).toBe(401);
    await expect(page.getByRole("alert").filter({ hasText: wrongSentence })).toBeVisible();
    await expect(page).toHaveURL(/\/sign-in/);
  }
  expect(faults.splice(0)).toEqual([expect.stringContaining("401"), expect.stringContaining("401")]);
});

test("nobody is sent to another site after signing in", async ({ page }) => {
  await page.goto("/sign-in?next=https://evil.example.com/");
  await fillSignIn(page, administrator.email, administrator.password);
  await expect(page).toHaveURL("/");
});

test("an invitation is accepted once, and a viewer gets a viewer's pages and routes only", async ({
  page,
  browser,
  baseURL,
}) => {
  const viewer = {
    email: `vera-${Date.now()}@e2e.example.com`,
    name: "Vera Viewer",
    password: "three words and a half",
  };
  const headers = { origin: baseURL ?? "" };
  const request = await signIn(page);
  const invited = await request.post("/api/v1/invitations", {
    data: { email: viewer.email, role: "viewer" },
    headers,
  });
  const { link } = (await invited.json()) as { link: string };

  const other = await openOtherBrowser(browser, baseURL);
  const theirs = await other.newPage();
  await theirs.goto(link);
  await theirs.getByLabel("Name", { exact: true }).fill(viewer.name);
  await theirs.getByLabel("New password", { exact: true }).fill(viewer.password);
  await theirs.getByLabel("New password again").fill(viewer.password);
  await theirs.getByRole("button", { name: "Make the account" }).click();
  await expect(theirs.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();

  await expect(theirs.getByRole("link", { name: "Admin" })).toHaveCount(0);
  for (const address of ["/admin", "/admin/users", "/admin/outbox", "/admin/tokens", "/admin/audit"]) {
    const answer = await theirs.goto(address);
    expect(answer?.status(), address).toBe(404);
    await expect(theirs.getByText("There is no page at this address.")).toBeVisible();
  }
  for (const route of ["users", "outbox", "invitations", "api-tokens", "audit"]) {
    expect((await other.request.get(`/api/v1/${route}`)).status(), route).toBe(403);
  }
  const invite = await other.request.post("/api/v1/invitations", {
    data: { email: "more@e2e.example.com", role: "admin" },
    headers,
  });
  expect(invite.status()).toBe(403);
  await other.close();

  const late = await openOtherBrowser(browser, baseURL);
  const again = await late.newPage();
  await again.goto(link);
  await expect(again.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(again.getByRole("button", { name: "Make the account" })).toHaveCount(0);
  await late.close();
});

test("whether an address has an account is not told where a link is asked for", async ({ page }) => {
  await page.goto("/forgot-password");
  await page.getByLabel("E-mail address").fill("nobody@e2e.example.com");
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByText("Look into your mail")).toBeVisible();
});
