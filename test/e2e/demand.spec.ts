import { type APIRequestContext, expect, type Page } from "@playwright/test";
import type { SubjectsOverview } from "#features/demand/schemas/subjects.ts";
import { openPage } from "./open-page.ts";
import { expectAccessible, expectNoSideScroll } from "./page-checks.ts";
import { signIn } from "./sign-in.ts";
import { test } from "./watched-test.ts";

const pages = ["/demand", "/demand/all", "/demand/utilisation", "/demand/accuracy"];

async function readSubjects(request: APIRequestContext): Promise<SubjectsOverview> {
  return (await (await request.get("/api/v1/demand/subjects")).json()) as SubjectsOverview;
}

const timeline = (page: Page) => page.getByRole("figure", { name: /^Balance of the next seven days/ });

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test("every page of demand fits and is accessible, light and dark", async ({ page }) => {
    test.setTimeout(240_000);
    const request = await signIn(page);
    const [first] = (await readSubjects(request)).data;
    for (const address of [...pages, `/demand/${first?.code}`]) {
      await test.step(address, async () => {
        await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
        await page.goto(address);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectNoSideScroll(page);
        await expectAccessible(page);
        await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
        await expectAccessible(page, ["color-contrast"]);
      });
    }
  });
});

test("the overview says what matters, and keeps order and search in the address", async ({ page }) => {
  test.setTimeout(120_000);
  const request = await signIn(page);
  await expect
    .poll(async () => (await readSubjects(request)).ground.madeAt, { timeout: 60_000, message: "a forecast" })
    .not.toBeNull();
  const { data } = await readSubjects(request);
  await openPage(page, "/demand");
  await expect(
    page.getByText(
      /subjects? short in the next seven days|No subject is short|No shortage is raised|cannot be told/,
    ),
  ).toBeVisible();
  await expect(
    timeline(page)
      .getByRole("listitem")
      .filter({ has: page.getByRole("link") }),
  ).toHaveCount(data.length);

  await page.getByRole("combobox", { name: "Order" }).click();
  await page.getByRole("option", { name: "By name" }).click();
  await expect(page).toHaveURL(/sort=name/);
  const [byName] = data.map(({ name }) => name).sort((a, b) => a.localeCompare(b));
  await expect(timeline(page).getByRole("link").first()).toContainText(byName ?? "");

  await page.getByRole("searchbox", { name: "Search subjects" }).fill(byName ?? "");
  await expect(page).toHaveURL(/search=/);
  await page.reload();
  await expect(timeline(page).getByRole("link").first()).toContainText(byName ?? "");
  await timeline(page).getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1, name: byName ?? "" })).toBeVisible();
});

test("a subject's week is walked by keyboard, and the chosen hour is explained", async ({ page }) => {
  const request = await signIn(page);
  const [subject] = (await readSubjects(request)).data;
  await openPage(page, `/demand/${subject?.code}`);
  const grid = page.getByRole("table", { name: /by hour and day$/ });
  await grid.getByRole("button").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  const chosen = grid.locator("button:focus");
  await page.keyboard.press("Enter");
  await expect(chosen).toHaveAttribute("aria-pressed", "true");
  await expect(page).toHaveURL(/hour=\d{4}-/);
  await expect(page.getByRole("table", { name: "Parts of the forecast" })).toBeVisible();
  await page.getByRole("radio", { name: "28 days" }).click();
  await expect(page).toHaveURL(/history=28/);
});

test("an override says what it changes, is listed, and can be ended", async ({ page }) => {
  const request = await signIn(page);
  const [subject] = (await readSubjects(request)).data;
  await openPage(page, `/demand/${subject?.code}`);
  await page.getByRole("button", { name: "Override", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: /^Override the forecast/ });
  await expect(dialog.getByText(/expected now, .* with the override/)).toBeVisible();
  await dialog.getByRole("textbox", { name: "Reason" }).fill("A test of this run");
  await dialog.getByRole("button", { name: "Override forecast" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "End override: A test of this run" }).click();
  await expect(page.getByText(/ended by/).first()).toBeVisible();
});

test("the palette finds a subject, and g e leads to demand", async ({ page }) => {
  const request = await signIn(page);
  const [subject] = (await readSubjects(request)).data;
  await openPage(page, "/account");
  await page.keyboard.press("g");
  await page.keyboard.press("e");
  await expect(page).toHaveURL(/\/demand$/);
  await page.keyboard.press("Control+k");
  await page
    .getByRole("dialog")
    .getByRole("combobox")
    .fill(subject?.name ?? "");
  await page
    .getByRole("option", { name: new RegExp(`${subject?.name}.*(short|capacity)`) })
    .first()
    .click();
  await expect(page).toHaveURL(new RegExp(`/demand/${subject?.code}`));
});

test("accuracy stands beside what chance allows, by subject and distance", async ({ page }) => {
  await signIn(page);
  await openPage(page, "/demand/accuracy");
  await page.getByRole("combobox", { name: "Made how long before" }).click();
  await page.getByRole("option", { name: "3 days ahead" }).click();
  await expect(page).toHaveURL(/ahead=3/);
  await expect(page.getByRole("heading", { name: "Models" })).toBeVisible();
});
