import { expect, type Page } from "@playwright/test";

/** Opens a page behind the sign-in and waits until it listens: to keys, and to what changes. */
export async function openPage(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.locator("[data-live=live], [data-live=stale]")).toBeVisible();
}
