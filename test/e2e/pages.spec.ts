import { expect, type Page } from "@playwright/test";
import { expectAccessible, expectNoSideScroll } from "./page-checks.ts";
import { signIn } from "./sign-in.ts";
import { test } from "./watched-test.ts";

const pagesBehindSignIn = [
  "/",
  "/?range=30d",
  "/tutors",
  "/tutors?view=coaching",
  "/customers/queue",
  "/data",
  "/data/quality",
  "/data/quarantine",
  "/data/reconciliation",
  "/data/jobs",
  "/data/jobs?view=schedules",
  "/account",
  "/admin/users",
  "/admin/outbox",
  "/admin/tokens",
  "/admin/health",
  "/admin/audit",
];

const pagesBefore = [
  "/sign-in",
  "/forgot-password",
  "/reset-password?token=of-a-mail",
  "/invitation/of-a-mail",
];

const windows = [
  { width: 360, height: 740, isDarkToo: true },
  { width: 768, height: 1024, isDarkToo: false },
  { width: 1440, height: 900, isDarkToo: true },
];

async function expectSound(page: Page, address: string, isDarkToo: boolean): Promise<void> {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.goto(address);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectNoSideScroll(page);
  await expectAccessible(page);
  if (!isDarkToo) return;
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  // All that the theme changes.
  await expectAccessible(page, ["color-contrast", "link-in-text-block"]);
}

for (const { isDarkToo, ...viewport } of windows) {
  test.describe(`at ${viewport.width} px, ${isDarkToo ? "light and dark" : "light"}`, () => {
    test.use({ viewport });

    test("every page behind the sign-in fits, is accessible and writes no error", async ({ page }) => {
      test.setTimeout(300_000);
      await signIn(page);
      for (const address of pagesBehindSignIn) {
        await test.step(address, () => expectSound(page, address, isDarkToo));
      }
    });

    test("so does every page before it", async ({ page }) => {
      for (const address of pagesBefore)
        await test.step(address, () => expectSound(page, address, isDarkToo));
    });
  });
}

test("a page that does not exist says so, and leads back", async ({ page, faults }) => {
  await signIn(page);
  const answer = await page.goto("/nothing-here");
  expect(answer?.status()).toBe(404);
  await page.getByRole("link", { name: "Open the overview" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  expect(faults.splice(0)).toEqual([expect.stringContaining("404")]);
});
