import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import type { CustomerList, CustomerSessions } from "#features/customers/schemas.ts";
import { changeAtSource } from "./mock-source.ts";
import { expectAccessible, expectNoSideScroll } from "./page-checks.ts";
import { signIn } from "./sign-in.ts";

const table = (page: Page) => page.getByRole("table", { name: "Customers with their health" });
const rows = (page: Page) => table(page).locator("tbody tr");

async function readList(request: APIRequestContext, query: string): Promise<CustomerList> {
  return (await (await request.get(`/api/v1/customers?${query}`)).json()) as CustomerList;
}

test("the list shows critical and at-risk customers, filters, sorts, searches and keeps all of it in the address", async ({
  page,
}) => {
  const request = await signIn(page);
  const first = await readList(request, "tiers=critical,at_risk");
  await page.goto("/customers");
  await expect(rows(page)).toHaveCount(Math.min(25, first.total));
  await expect(rows(page).first()).toContainText(first.data[0]?.name ?? "");

  await page.getByRole("button", { name: /^Critical/ }).click();
  await expect(page).toHaveURL(/tier=at_risk$/);
  await expect(rows(page).first()).toContainText("At risk");

  await page.getByRole("button", { name: /^All/ }).click();
  await table(page).getByRole("button", { name: "Customer" }).click();
  await expect(page).toHaveURL(/tier=all&sort=name/);
  const byName = await readList(request, "sort=name");
  await expect(rows(page).first()).toContainText(byName.data[0]?.name ?? "");

  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.getByText(/^26–/)).toBeVisible();
  await page.getByRole("button", { name: "Previous" }).click();
  await expect(page.getByText(/^1–25 of/)).toBeVisible();

  const wanted = byName.data[7];
  await page.getByRole("searchbox").fill(String(wanted?.id));
  await expect(page).toHaveURL(new RegExp(`search=${wanted?.id}`));
  await expect(rows(page).filter({ hasText: wanted?.name ?? "" })).not.toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("searchbox")).toHaveValue(String(wanted?.id));
  await expect(rows(page).filter({ hasText: wanted?.name ?? "" })).not.toHaveCount(0);
});

test("by keyboard alone: to the second row, into its essentials, to the full page", async ({ page }) => {
  await signIn(page);
  await page.goto("/customers");
  await rows(page).first().focus();
  await page.keyboard.press("j");
  await expect(rows(page).nth(1)).toBeFocused();
  const name = (await rows(page).nth(1).getByRole("link").textContent()) ?? "";
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name });
  await expect(sheet.getByText("Components", { exact: true })).toBeVisible();
  await expect(page).toHaveURL(/open=\d+/);
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  // The same customer, wherever live changes have put the row meanwhile.
  await expect(page.locator("tbody tr:focus")).toContainText(name);

  await page.keyboard.press("Enter");
  await sheet.getByRole("link", { name: "Open full page" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  await expect(page.getByRole("heading", { name: "What moved it" })).toBeVisible();
});

test("the palette finds a customer by name", async ({ page }) => {
  const request = await signIn(page);
  const [wanted] = (await readList(request, "sort=name&pageSize=1")).data;
  await page.goto("/customers");
  await page.keyboard.press("Control+k");
  await page
    .getByRole("dialog")
    .getByRole("combobox")
    .fill(wanted?.name ?? "");
  await page.getByRole("option", { name: new RegExp(`id ${wanted?.id}\\b`) }).click();
  await expect(page).toHaveURL(`/customers/${wanted?.id}`);
});

test("a customer that does not exist is said so, in the shell", async ({ page }) => {
  await signIn(page);
  await page.goto("/customers/999999999");
  await expect(page.getByText("There is no such customer")).toBeVisible();
  await expect(page.getByRole("link", { name: "Customers" }).first()).toBeVisible();
});

for (const { width, colorScheme } of [
  { width: 360, colorScheme: "dark" },
  { width: 768, colorScheme: "light" },
  { width: 1440, colorScheme: "light" },
  { width: 1440, colorScheme: "dark" },
] as const) {
  test(`list and page at ${width} px, ${colorScheme}: nothing sticks out, no serious axe finding`, async ({
    page,
  }) => {
    const request = await signIn(page);
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const [worst] = (await readList(request, "tiers=critical,at_risk&pageSize=1")).data;
    for (const address of ["/customers", `/customers/${worst?.id}`]) {
      await page.goto(address);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await page.waitForLoadState("networkidle");
      await expectNoSideScroll(page);
      await expectAccessible(page);
    }
  });
}

/** A customer whose few sessions are all on the page, and whose first one was rated. */
async function findCustomerWithRatedFirst(request: APIRequestContext) {
  let cursor = "";
  for (;;) {
    const list = await readList(request, `sort=last_session&direction=desc&pageSize=100${cursor}`);
    for (const customer of list.data) {
      const first = customer.reasons.find(({ component }) => component === "first_session");
      if (first === undefined || customer.score === null) continue;
      const answer = await request.get(`/api/v1/customers/${customer.id}/sessions?pageSize=10`);
      const sessions = (await answer.json()) as CustomerSessions;
      const earliest = sessions.data.findLast(({ status }) => status === "completed");
      if (sessions.nextCursor === null && earliest?.rating) return { customer, session: earliest };
    }
    if (list.nextCursor === null) throw new Error("Nobody has few sessions and a rated first one.");
    cursor = `&cursor=${list.nextCursor}`;
  }
}

test("a rating changed at the source moves score, session and history on the open page within a minute", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const request = await signIn(page);
  const { customer, session } = await findCustomerWithRatedFirst(request);
  const rating = (session.rating ?? 0) >= 4 ? 1 : 5;
  await page.goto(`/customers/${customer.id}`);
  const row = page.locator(`#sessions-${session.id}`);
  await expect(row).toBeVisible();
  await page.evaluate(() => Object.assign(window, { wasNotReloaded: true }));

  await changeAtSource("sessions", session.id, { rating: rating.toFixed(1) });

  await expect(row).toContainText(`${rating} of 5`, { timeout: 60_000 });
  const ledger = page.getByRole("listitem").filter({ hasText: "the first session's rating went from" });
  await expect(ledger.first()).toContainText(`to ${rating}`, { timeout: 60_000 });
  const health = (await (await request.get(`/api/v1/customers/${customer.id}/health`)).json()) as {
    score: number;
  };
  expect(health.score).not.toBe(customer.score);
  await expect(
    page
      .getByText(`the score is ${health.score} of 100`)
      .or(page.getByText(`By its score of ${health.score}`)),
  ).toBeVisible();
  expect(await page.evaluate(() => "wasNotReloaded" in window)).toBe(true);
});
