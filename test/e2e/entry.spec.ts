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

/** The link in the newest mail of this subject, read in the outbox as an administrator reads it. */
async function readLinkInOutbox(page: Page, subject: string, recipient: string): Promise<string> {
  const row = page.getByRole("row").filter({ hasText: subject }).filter({ hasText: recipient });
  await expect(async () => {
    await page.goto("/admin/outbox");
    await expect(row.first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
  await row.first().click();
  const sheet = page.getByRole("dialog");
  await expect(sheet.frameLocator("iframe").getByRole("link", { name: "Choose a password" })).toBeVisible();
  await sheet.getByText("Plain text").click();
  const text = await sheet.locator("pre").textContent();
  return /https?:\/\/\S+/.exec(text ?? "")?.[0] ?? "";
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

test("the right one leads to the page that was asked for, and signing out shuts the door behind", async ({
  page,
}) => {
  await page.goto("/customers?tier=thriving");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await fillSignIn(page, administrator.email, administrator.password);
  await expect(page).toHaveURL("/customers?tier=thriving");
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto("/data");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  expect((await page.context().request.get("/api/v1/customers")).status()).toBe(401);
  await page.goBack();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
});

test("nobody is sent to another site after signing in", async ({ page }) => {
  await page.goto("/sign-in?next=https://evil.example.com/");
  await fillSignIn(page, administrator.email, administrator.password);
  await expect(page).toHaveURL("/");
});

test("an invitation is sent, found in the outbox, accepted once, and gives the viewer's rights only", async ({
  page,
  browser,
  baseURL,
  faults,
}) => {
  const viewer = { email: "vera@e2e.example.com", name: "Vera Viewer", password: "three words and a half" };
  await signIn(page);
  await page.goto("/admin/users");
  await page.getByRole("button", { name: "Invite" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail address").fill(viewer.email);
  await dialog.getByLabel("Role").click();
  await page.getByRole("option", { name: /^Viewer/ }).click();
  await dialog.getByRole("button", { name: "Send the invitation" }).click();
  await expect(page.getByRole("dialog", { name: "Invitation written" })).toBeVisible();
  const link = await readLinkInOutbox(page, "invites you", viewer.email);

  const other = await openOtherBrowser(browser, baseURL);
  const theirs = await other.newPage();
  await theirs.goto(link);
  await theirs.getByLabel("Name").fill(viewer.name);
  await theirs.getByLabel("New password", { exact: true }).fill(viewer.password);
  await theirs.getByLabel("New password again").fill(viewer.password);
  await theirs.getByRole("button", { name: "Make the account" }).click();
  await expect(theirs.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();

  await expect(theirs.getByRole("link", { name: "Admin" })).toHaveCount(0);
  for (const address of ["/admin", "/admin/users", "/admin/outbox", "/admin/tokens", "/admin/audit"]) {
    const answer = await theirs.goto(address);
    expect(answer?.status(), address).toBe(404);
    await expect(theirs.getByText(viewer.email)).toHaveCount(0);
  }
  for (const route of ["users", "outbox", "invitations", "api-tokens", "audit"]) {
    expect((await other.request.get(`/api/v1/${route}`)).status(), route).toBe(403);
  }
  const invite = await other.request.post("/api/v1/invitations", {
    data: { email: "more@e2e.example.com", role: "admin" },
    headers: { origin: baseURL ?? "" },
  });
  expect(invite.status()).toBe(403);

  const late = await openOtherBrowser(browser, baseURL);
  const again = await late.newPage();
  await again.goto(link);
  await expect(again.getByRole("button", { name: "Make the account" })).toHaveCount(0);
  await expect(again.getByRole("heading", { level: 1 })).toBeVisible();
  await late.close();
  await other.close();
  // The mail's frame refuses scripts: those with which this test looks into it.
  for (const fault of faults.splice(0)) expect(fault).toContain("about:srcdoc");
});

test("a forgotten password is chosen anew by the link in the outbox; the old one and the link are dead then", async ({
  page,
  browser,
  baseURL,
  faults,
}) => {
  const person = { email: "olaf@e2e.example.com", name: "Olaf Operator", password: "one two three four" };
  const admins = await openOtherBrowser(browser, baseURL);
  const adminPage = await admins.newPage();
  const request = await signIn(adminPage);
  const headers = { origin: baseURL ?? "" };
  const invited = await request.post("/api/v1/invitations", {
    data: { email: person.email, role: "operator" },
    headers,
  });
  const { link: invitation } = (await invited.json()) as { link: string };
  const accepted = await request.post("/api/v1/invitations/accept", {
    data: {
      token: invitation.split("/").pop(),
      name: person.name,
      password: person.password,
      timezone: "UTC",
    },
    headers,
  });
  expect(accepted.ok()).toBe(true);

  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot password?" }).click();
  await page.getByLabel("E-mail address").fill(person.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByText("Look into your mail")).toBeVisible();

  const link = await readLinkInOutbox(adminPage, "Choose another password", person.email);
  const newPassword = "four three two one";
  await page.goto(link);
  await page.getByLabel("New password", { exact: true }).fill(newPassword);
  await page.getByLabel("New password again").fill(newPassword);
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("Your password is changed.")).toBeVisible();

  await fillSignIn(page, person.email, person.password);
  await expect(page.getByRole("alert").filter({ hasText: wrongSentence })).toBeVisible();
  await fillSignIn(page, person.email, newPassword);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();

  const late = await openOtherBrowser(browser, baseURL);
  const again = await late.newPage();
  await again.goto(link);
  const password = again.getByLabel("New password", { exact: true });
  if (await password.isVisible()) {
    await password.fill("yet another password");
    await again.getByLabel("New password again").fill("yet another password");
    await again.getByRole("button", { name: "Change the password" }).click();
    await expect(again.getByText("This link has been used or has expired.")).toBeVisible();
  }
  await late.close();
  await admins.close();
  expect(faults.splice(0)).toEqual([expect.stringContaining("401")]);
});

test("whether an address has an account is not told where a link is asked for", async ({ page }) => {
  await page.goto("/forgot-password");
  await page.getByLabel("E-mail address").fill("nobody@e2e.example.com");
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByText("Look into your mail")).toBeVisible();
});
