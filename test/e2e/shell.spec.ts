import { expect } from "@playwright/test";
import type { CustomerList } from "#features/customers/schemas.ts";
import { openPage } from "./open-page.ts";
import { signIn } from "./sign-in.ts";
import { test } from "./watched-test.ts";

test("the palette opens by keyboard, finds a customer, and opens it", async ({ page }) => {
  const request = await signIn(page);
  const list = (await (await request.get("/api/v1/customers?pageSize=1")).json()) as CustomerList;
  const wanted = list.data[0];
  await openPage(page, "/");
  const field = page.getByRole("combobox", { name: "Search and commands" });
  for (const keys of ["Control+k", "Meta+k"]) {
    await page.keyboard.press(keys);
    await expect(field).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(field).toBeHidden();
  }
  await page.keyboard.press("Control+k");
  await expect(field).toBeFocused();
  await page.keyboard.type(String(wanted?.id));
  await expect(page.getByRole("option", { name: new RegExp(`id ${wanted?.id}\\b`) })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/customers/${wanted?.id}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(wanted?.name ?? "");
});

test("the palette leads to pages, and says when nothing is found", async ({ page }) => {
  await signIn(page);
  await openPage(page, "/");
  await page.keyboard.press("/");
  await expect(page.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("quarantine");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Data" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("zzzzzz");
  await expect(page.getByText("Nothing found for “zzzzzz”.")).toBeVisible();
});

test("keys lead to pages, and the sheet lists them", async ({ page }) => {
  await signIn(page);
  await openPage(page, "/");
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await expect(page.getByRole("heading", { level: 1, name: "Customers" })).toBeVisible();
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(sheet.getByText("Search or jump to anything")).toBeVisible();
  await expect(sheet.getByText("Open the row")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
});

test("the first stop of the keyboard leads past the navigation", async ({ page }) => {
  await signIn(page);
  await openPage(page, "/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});

test("the theme is switched and kept, without a flash on the way in", async ({ page }) => {
  await signIn(page);
  await page.emulateMedia({ colorScheme: "light" });
  await openPage(page, "/");
  const html = page.locator("html");
  await expect(html).toHaveAttribute("data-theme", "light");
  await page.getByRole("button", { name: "Switch between light and dark" }).click();
  await expect(html).toHaveAttribute("data-theme", "dark");
  const atFirstPaint = page.waitForEvent("domcontentloaded");
  await page.reload({ waitUntil: "commit" });
  await atFirstPaint;
  await expect(html).toHaveAttribute("data-theme", "dark");
});

test("the account menu opens by keyboard and changes the density", async ({ page }) => {
  await signIn(page);
  await openPage(page, "/");
  await page.getByRole("button", { name: /^Account of/ }).press("Enter");
  await page.getByRole("menuitemradio", { name: "Compact" }).press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-density", "compact");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-density", "compact");
});
