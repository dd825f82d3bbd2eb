import { expect } from "@playwright/test";
import type { Overview } from "#features/metrics/overview-schema.ts";
import { openPage } from "./open-page.ts";
import { signIn } from "./sign-in.ts";
import { test } from "./watched-test.ts";

const cardTitles = [
  "Customers at risk",
  "Sessions",
  "Active sessions",
  "Satisfaction",
  "First-session success",
  "Inbound calls",
  "Balance",
  "Forecast error",
  "Data age",
];

test("the first HTML holds the figures, not their places", async ({ page }) => {
  const request = await signIn(page);
  const html = await (await request.get("/")).text();
  const overview = (await (await request.get("/api/v1/overview?range=today")).json()) as Overview;
  const atRisk = overview.cards.find(({ name }) => name === "customers_at_risk")?.details.tiers as Record<
    string,
    number
  >;
  for (const title of cardTitles) expect(html).toContain(title);
  expect(html).toContain('data-state="ready"');
  expect(html).not.toContain('data-state="loading"');
  expect(html).not.toContain('aria-busy="true"');
  expect(html).toContain(`${atRisk.thriving}</span>`);
});

test("it shows its figures where scripts do not run", async ({ page, browser, baseURL }) => {
  await signIn(page);
  const storageState = await page.context().storageState();
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState,
    ...(baseURL ? { baseURL } : {}),
  });
  const plain = await context.newPage();
  await plain.goto("/");
  for (const title of cardTitles) {
    await expect(plain.getByRole("heading", { level: 2, name: title, exact: true })).toBeVisible();
  }
  await expect(plain.getByRole("article").filter({ hasText: "Customers at risk" })).toContainText(/\d/);
  await context.close();
});

test("the range stands in the address, and the figures follow it", async ({ page }) => {
  await signIn(page);
  await page.goto("/");
  const ranges = page.getByRole("navigation", { name: "Range" });
  await expect(ranges.getByRole("link", { name: "Today" })).toHaveAttribute("aria-current", "true");
  await ranges.getByRole("link", { name: "30 days" }).click();
  await expect(page).toHaveURL("/?range=30d");
  await expect(ranges.getByRole("link", { name: "30 days" })).toHaveAttribute("aria-current", "true");
  await expect(page.getByRole("article").filter({ hasText: "Sessions" }).first()).toContainText("30 days");
  await page.reload();
  await expect(ranges.getByRole("link", { name: "30 days" })).toHaveAttribute("aria-current", "true");
  await page.goBack();
  await expect(ranges.getByRole("link", { name: "Today" })).toHaveAttribute("aria-current", "true");
});

test("every card leads to a page that is there", async ({ page }) => {
  await signIn(page);
  await page.goto("/");
  const links = page.getByRole("article").getByRole("heading", { level: 2 }).getByRole("link");
  const goals = await links.evaluateAll((found) => found.map((link) => link.getAttribute("href") ?? ""));
  expect(goals.length).toBe(cardTitles.length);
  for (const goal of new Set(goals)) {
    const answer = await page.goto(goal);
    expect(answer?.status(), goal).toBe(200);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
});

test("a card and a tier of it are pressed, and the customers behind them open", async ({ page }) => {
  await signIn(page);
  await page.goto("/");
  const card = page.getByRole("article").filter({ hasText: "Customers at risk" });
  await card.getByRole("link", { name: "Thriving" }).click();
  await expect(page).toHaveURL("/customers?tier=thriving");
  await expect(page.getByRole("row").nth(1)).toContainText("Thriving");
  await page.goBack();
  await card.click({ position: { x: 200, y: 40 } });
  await expect(page.getByRole("heading", { level: 1, name: "Customers" })).toBeVisible();
});

test("every figure says how it was computed, by keyboard too", async ({ page }) => {
  await signIn(page);
  await openPage(page, "/");
  for (const title of cardTitles) {
    const button = page.getByRole("button", { name: `How ${title.toLowerCase()} is computed` });
    await button.focus();
    await page.keyboard.press("Enter");
    const note = page.getByRole("dialog", { name: `How ${title.toLowerCase()} is computed` });
    await expect(note).toContainText(/\w{3,}.*\./);
    await page.keyboard.press("Escape");
    await expect(note).toBeHidden();
    await expect(button).toBeFocused();
  }
});

test("whoever fell furthest stands first, with the cause, and leads to the customer", async ({ page }) => {
  await signIn(page);
  await page.goto("/");
  await expect(page.getByText(/In the last 24 hours \d+ customers? fell into a worse tier/)).toBeVisible();
});

test("the data page says for each kind of record how old it is", async ({ page }) => {
  await signIn(page);
  await page.goto("/data");
  for (const resource of ["Subjects", "Customers", "Tutors", "Sessions", "Calls"]) {
    const row = page.getByRole("row").filter({ hasText: new RegExp(`^${resource}`, "i") });
    await expect(row).toContainText(/ago|just now/);
    await expect(row).toContainText(/fresh/i);
  }
});
