import { expect } from "@playwright/test";
import { certaintyWords } from "#domain/tutors/certainty-words.ts";
import { openPage } from "./open-page.ts";
import { expectAccessible } from "./page-checks.ts";
import { factsOf, playDemonstration, runOps } from "./play-demonstration.ts";
import { signIn } from "./sign-in.ts";
import { test } from "./watched-test.ts";

test("a tutor whose first sessions slip is flagged with evidence, and a coaching task follows, by keyboard", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const request = await signIn(page);
  await openPage(page, "/");
  await page.evaluate(() => Object.assign(window, { wasNotReloaded: true }));
  const played = await playDemonstration("tutor-declines");
  const [tutor] = played.lookAt;
  if (tutor === undefined) throw new Error("The scene is about nobody.");
  const sure = `${certaintyWords(Number(factsOf(played, "flag").certainty))} sure`;
  const sentence = String(factsOf(played, "evidence").sentence);

  await test.step("flagged on the open overview, without reloading", async () => {
    const row = page.getByRole("listitem").filter({ hasText: tutor.name });
    await expect(row).toContainText(sentence, { timeout: 60_000 });
    await expect(row).toContainText("Needs coaching");
    await expect(row).toContainText(sure);
    await expect(row).toContainText("No coaching task yet");
    expect(await page.evaluate(() => "wasNotReloaded" in window)).toBe(true);
    await row.getByRole("link", { name: tutor.name }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1 })).toContainText(tutor.name, { timeout: 30_000 });
  });

  await test.step("the same evidence on the page, and the same certainty in the list", async () => {
    await expect(page.getByText(sentence)).toBeVisible();
    await expectAccessible(page);
    const answer = await request.get(`/api/v1/tutors?flag=needs_coaching&search=${tutor.id}`);
    const { data } = (await answer.json()) as {
      data: { id: number; flags: { code: string; sentence: string }[] }[];
    };
    expect(data.find(({ id }) => id === tutor.id)?.flags).toContainEqual(
      expect.objectContaining({
        code: "needs_coaching",
        sentence,
        certainty: factsOf(played, "flag").certainty,
      }),
    );
  });

  await test.step("a coaching task is given from the flag, and listed with the measures before it", async () => {
    await page
      .getByRole("button", { name: /^Assign as a task: Watch the next two first sessions/ })
      .press("Enter");
    const dialog = page.getByRole("dialog", { name: `Coach ${tutor.name}` });
    await expect(dialog.getByLabel("What is to be done")).toHaveValue(/^Watch the next two first sessions/);
    await dialog.getByRole("button", { name: "Assign", exact: true }).press("Enter");
    await expect(dialog).toBeHidden();
    const task = page.getByRole("listitem").filter({ hasText: "given by" });
    await expect(task).toContainText("Open");
    await expect(task).toContainText(/before/i);
  });

  await test.step("the list of tasks and the overview know of it", async () => {
    await page.goto("/tutors?view=coaching");
    const task = page.getByRole("listitem").filter({ hasText: tutor.name });
    await expect(task).toContainText("Needs coaching");
    await expect(task).toContainText("Watch the next two first sessions");
    const flagged = await (await request.get("/api/v1/tutors/flagged")).json();
    const stillWaits = flagged.data.filter(({ task: given }: { task: unknown }) => given === null);
    expect(stillWaits.map(({ id }: { id: number }) => id)).not.toContain(tutor.id);
  });

  await test.step("the demonstration is ended", async () => {
    expect(await runOps(["demo", "end", "tutor-declines"])).toMatchObject({ code: 0 });
  });
});
