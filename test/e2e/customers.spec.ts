import { readFile } from "node:fs/promises";
import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import type { CustomerList, CustomerSessions } from "#features/customers/schemas.ts";
import type { CustomerWork } from "#features/interventions/schemas.ts";
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

test("a filter is kept as a view, changed, made the first one, found by the palette and deleted", async ({
  page,
}) => {
  test.setTimeout(120_000);
  await signIn(page);
  await page.goto("/customers?tier=healthy&sort=name");
  const menu = page.getByRole("button", { name: /^Views?(:|$)/ });
  await menu.click();
  await page.getByRole("menuitem", { name: "Save this view…" }).click();
  const dialog = page.getByRole("dialog", { name: "Save this view" });
  await dialog.getByLabel("Name").fill("Healthy by name");
  await dialog.getByLabel("Name").press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/tier=healthy&sort=name&saved=\d+$/);
  await expect(menu).toHaveAccessibleName("View: Healthy by name");

  await menu.click();
  await page.getByRole("menuitem", { name: "Save this view…" }).click();
  await dialog.getByLabel("Name").fill("Healthy by name");
  await dialog.getByRole("button", { name: "Save view" }).click();
  await expect(dialog.getByRole("alert").first()).toContainText("You have a view named");
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: /^Thriving/ }).click();
  await expect(menu).toHaveAccessibleName("View: Healthy by name, changed");
  await menu.click();
  await page.getByRole("menuitem", { name: "Update “Healthy by name”" }).click();
  await expect(menu).toHaveAccessibleName("View: Healthy by name");

  await menu.click();
  await page.getByRole("menuitemcheckbox", { name: "Open Customers with this view" }).click();
  await expect(page.getByText("The page opens with this view")).toBeVisible();
  await page.goto("/customers");
  await expect(menu).toHaveAccessibleName("View: Healthy by name");
  await expect(page.getByRole("button", { name: /^Thriving/ })).toHaveAttribute("aria-pressed", "true");
  await menu.click();
  await page.getByRole("menuitemcheckbox", { name: "Standard view" }).click();
  await expect(page.getByRole("button", { name: /^Critical/ })).toHaveAttribute("aria-pressed", "true");
  await page.reload();
  await expect(page.getByRole("button", { name: /^Critical/ })).toHaveAttribute("aria-pressed", "true");

  await page.goto("/data");
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill("healthy by name");
  await page.getByRole("option", { name: /Healthy by name/ }).click();
  await expect(page).toHaveURL(/\/customers\?tier=healthy,thriving&sort=name&saved=\d+$/);

  await menu.click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  await page.getByRole("button", { name: "Delete view" }).click();
  await expect(menu).toHaveAccessibleName("Views");
  await page.goto("/customers");
  await expect(page.getByRole("button", { name: /^Critical/ })).toHaveAttribute("aria-pressed", "true");
});

test("several at once, by keyboard: selected over pages, assigned, an action recorded, refusals told", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const request = await signIn(page);
  await page.goto("/customers?tier=all&sort=name");
  await rows(page).first().focus();
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Shift+X");
  const bar = page.getByRole("region", { name: "Selected customers" });
  await expect(bar).toContainText("3 selected");
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.getByText(/^26–/)).toBeVisible();
  await rows(page).first().getByRole("checkbox").click();
  await expect(bar).toContainText("4 selected");

  await bar.getByRole("button", { name: "Assign" }).click();
  await page.getByRole("menuitem", { name: "Assign to me" }).click();
  const result = page.getByRole("dialog", { name: "Done" });
  await expect(result).toContainText("4 of 4 assigned to you.");
  await result.getByRole("button", { name: "Close" }).last().click();
  await expect(bar).toBeHidden();

  await page.getByRole("button", { name: /Owner:/ }).click();
  await page.getByRole("menuitemradio", { name: "Mine", exact: true }).click();
  await expect(page).toHaveURL(/owner=me/);
  await expect(rows(page)).toHaveCount(4);

  await page.getByRole("checkbox", { name: "Select all rows on this page" }).click();
  await bar.getByRole("button", { name: "Record action…" }).click();
  const form = page.getByRole("dialog", { name: /^Record an action for 4 customers/ });
  await form.getByLabel("Note").fill("How was the start?");
  await form.getByRole("button", { name: "Record for 4" }).click();
  await expect(result).toContainText(/of 4 recorded/);
  await result.getByRole("button", { name: "Close" }).last().click();
  const mine = await readList(request, "owner=me");
  const counts = await Promise.all(
    mine.data.map(async ({ id }) => {
      const work = (await (await request.get(`/api/v1/customers/${id}/work`)).json()) as CustomerWork;
      return work.interventions.filter(({ note }) => note === "How was the start?").length;
    }),
  );
  const refused = await bar.textContent().catch(() => null);
  const done = counts.reduce((sum, count) => sum + count, 0);
  expect(done + Number(/^(\d+) selected/.exec(refused ?? "")?.[1] ?? 0)).toBe(4);

  await page.goto("/customers?tier=all&owner=me");
  await page.getByRole("checkbox", { name: "Select all rows on this page" }).click();
  await page.keyboard.press("Escape");
  await expect(bar).toBeHidden();
});

test("the whole filter is dealt with, not the page alone", async ({ page }) => {
  const request = await signIn(page);
  await page.goto("/customers?tier=thriving&owner=nobody");
  const { total } = await readList(request, "tiers=thriving&owner=nobody");
  await page.getByRole("checkbox", { name: "Select all rows on this page" }).click();
  const bar = page.getByRole("region", { name: "Selected customers" });
  await bar.getByRole("button", { name: `Select all ${total} of this filter` }).click();
  await expect(bar).toContainText(`${total} selected`);
  await bar.getByRole("button", { name: "Assign" }).click();
  await page.getByRole("menuitem", { name: "Assign to me" }).click();
  const result = page.getByRole("dialog", { name: "Done" });
  await expect(result).toContainText(`${total} of ${total} assigned to you.`, { timeout: 30_000 });
  expect((await readList(request, "tiers=thriving&owner=nobody")).total).toBe(0);
});

test("the list is exported as a file of what it shows", async ({ page }) => {
  const request = await signIn(page);
  await page.goto("/customers?tier=critical");
  const { total } = await readList(request, "tiers=critical");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: `Export CSV ${total}` }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^customers-\d{4}-\d\d-\d\d\.csv$/);
  const text = await readFile(await file.path(), "utf8");
  expect(text.startsWith("\uFEFFId,Customer,Status")).toBe(true);
  const lines = text.trimEnd().split("\r\n");
  expect(lines).toHaveLength(total + 1);
  expect(lines.slice(1).every((line) => line.includes(",Critical,"))).toBe(true);
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
  { width: 1280, colorScheme: "light" },
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
