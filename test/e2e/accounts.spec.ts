import { type APIRequestContext, expect, test } from "@playwright/test";
import { administrator } from "./administrator.ts";
import { signIn } from "./sign-in.ts";

/** The link in the newest mail to an address, once the worker has written it. */
async function linkInMail(request: APIRequestContext, recipient: string, subject: RegExp): Promise<string> {
  let link = "";
  await expect(async () => {
    const list = (await (await request.get("/api/v1/outbox")).json()) as {
      data: { id: number; recipient: string; subject: string | null }[];
    };
    const mail = list.data.find((row) => row.recipient === recipient && subject.test(row.subject ?? ""));
    const { text } = (await (await request.get(`/api/v1/outbox/${mail?.id}`)).json()) as { text: string };
    link = /^http\S+$/m.exec(text)?.[0] ?? "";
    expect(link).not.toBe("");
  }).toPass({ timeout: 30_000 });
  return link;
}

test("signing in leads to the page that was asked for; signing out leads back", async ({ page }) => {
  await page.goto("/customers?tier=all");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel("E-mail address").fill(administrator.email);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("E-mail address or password is wrong.")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(administrator.password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/customers\?tier=all$/);
  expect(await page.evaluate(() => document.cookie)).not.toContain("session_token");

  await page.getByRole("button", { name: /account/i }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto("/customers");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("an invited person makes an account, forgets the password, and gets in again", async ({
  page,
  browser,
}) => {
  const request = await signIn(page);
  const email = `nina-${Date.now()}@example.com`;
  await page.goto("/admin/users");
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Send the invitation" }).click();
  await expect(page.getByLabel("Link of the invitation")).toHaveValue(/\/invitation\//);

  const context = await browser.newContext({ baseURL: process.env.E2E_ADDRESS ?? "" });
  const theirs = await context.newPage();
  await theirs.goto(await linkInMail(request, email, /invites you/));
  await theirs.getByLabel("Name", { exact: true }).fill("Nina");
  await theirs.getByLabel("New password", { exact: true }).fill("the first long password");
  await theirs.getByLabel("New password again").fill("the first long password");
  await theirs.getByRole("button", { name: "Make the account" }).click();
  await expect(theirs.getByRole("heading", { name: "Overview" })).toBeVisible();
  await theirs.goto("/admin/users");
  await expect(theirs.getByText("There is no page at this address.")).toBeVisible();

  await context.clearCookies();
  await theirs.goto("/sign-in");
  await theirs.getByRole("link", { name: "Forgot password?" }).click();
  await expect(theirs.getByRole("heading", { name: "Forgot password" })).toBeVisible();
  await theirs.getByLabel("E-mail address").fill(email);
  await theirs.getByRole("button", { name: "Send the link" }).click();
  await expect(theirs.getByText("Look into your mail")).toBeVisible();
  await theirs.goto(await linkInMail(request, email, /Choose another password/));
  await theirs.getByLabel("New password", { exact: true }).fill("the second long password");
  await theirs.getByLabel("New password again").fill("the second long password");
  await theirs.getByRole("button", { name: "Change the password" }).click();
  await expect(theirs.getByText("Your password is changed. Sign in with the new one.")).toBeVisible();
  await theirs.getByLabel("E-mail address").fill(email);
  await theirs.getByLabel("Password", { exact: true }).fill("the second long password");
  await theirs.keyboard.press("Enter");
  await expect(theirs.getByRole("heading", { name: "Overview" })).toBeVisible();

  await page.goto("/admin/outbox");
  await page.getByText("Choose another password").first().click();
  const mail = page.frameLocator("iframe[title='Choose another password']");
  await expect(mail.getByRole("link", { name: "Choose a password" })).toBeVisible();
  await context.close();
});
