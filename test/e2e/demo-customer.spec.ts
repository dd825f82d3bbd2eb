import { expect } from "@playwright/test";
import type { CustomerWork } from "#features/interventions/schemas.ts";
import { openPage } from "./open-page.ts";
import { expectAccessible } from "./page-checks.ts";
import { factsOf, playDemonstration, runOps } from "./play-demonstration.ts";
import { signIn } from "./sign-in.ts";
import { test } from "./watched-test.ts";

test("a customer at risk is found, explained, and an action is suggested and recorded, by keyboard", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const request = await signIn(page);
  await openPage(page, "/");
  await page.evaluate(() => Object.assign(window, { wasNotReloaded: true }));
  const played = await playDemonstration("customer-at-risk");
  const [customer] = played.lookAt;
  if (customer === undefined) throw new Error("The scene is about nobody.");
  const { score, scoreBefore } = factsOf(played, "critical");
  const suggestion = factsOf(played, "suggestion");

  await test.step("found on the open overview, without reloading", async () => {
    const row = page.getByRole("listitem").filter({ hasText: customer.name });
    await expect(row).toContainText(`score ${score}`, { timeout: 60_000 });
    await expect(row).toContainText("Critical");
    await expect(row).toContainText("3 calls in 14 days");
    expect(await page.evaluate(() => "wasNotReloaded" in window)).toBe(true);
    await row.getByRole("link", { name: customer.name }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1 })).toContainText(customer.name, { timeout: 30_000 });
  });

  await test.step("explained: the same score, its reasons, and what moved it", async () => {
    await expect(page.getByText(`By its score of ${score} it would be`)).toBeVisible();
    await expect(page.getByText("3 calls in the last 14 days")).toBeVisible();
    const ledger = page.getByRole("listitem").filter({ hasText: `${scoreBefore} → ${score}` });
    await expect(ledger.first()).toContainText("2 tutor complaint calls, 1 billing call");
    await expect(ledger.first()).toContainText("Critical: 3 calls in 14 days");
    await expectAccessible(page);
  });

  await test.step("the same score in the list and in the queue", async () => {
    const list = await (await request.get(`/api/v1/customers?search=${customer.id}`)).json();
    expect(list.data).toContainEqual(expect.objectContaining({ id: customer.id, score, tier: "critical" }));
    const queued = await findInQueue();
    expect(queued).toMatchObject({ score, tier: "critical", suggestion: { title: suggestion.title } });
  });

  const work = (await (await request.get(`/api/v1/customers/${customer.id}/work`)).json()) as CustomerWork;
  const word = work.offered === "phone" ? "Call" : "Email";

  await test.step("the suggested action is recorded by one press, and stands in the history", async () => {
    await expect(page.getByText(String(suggestion.title), { exact: true })).toBeVisible();
    await page.getByRole("button", { name: `${word} ${customer.name}`, exact: true }).press("Enter");
    const dialog = page.getByRole("dialog", { name: `${word}: ${customer.name}` });
    await dialog.getByLabel("Note").fill("Another tutor was agreed on.");
    await dialog.getByRole("button", { name: "Save note" }).press("Enter");
    await expect(dialog).toBeHidden();
    const done = page.getByRole("listitem").filter({ hasText: "Another tutor was agreed on." });
    await expect(done).toContainText(word);
    await expect(done).toContainText("Being measured");
    await expect(page.getByText(new RegExp(`${word.toLowerCase()} by `))).toBeVisible();
  });

  await test.step("whoever was just contacted waits in the queue no more", async () => {
    expect(await findInQueue()).toBeUndefined();
  });

  await test.step("the demonstration is ended", async () => {
    expect(await runOps(["demo", "end", "customer-at-risk"])).toMatchObject({ code: 0 });
  });

  async function findInQueue() {
    for (let cursor: string | null = ""; cursor !== null; ) {
      const more: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const answer = await request.get(`/api/v1/work-queue?cut=none&pageSize=100${more}`);
      const { data, nextCursor } = (await answer.json()) as {
        data: CustomerWork[];
        nextCursor: string | null;
      };
      const found = data.find(({ customerId }) => customerId === customer?.id);
      if (found !== undefined) return found;
      cursor = nextCursor;
    }
    return undefined;
  }
});
