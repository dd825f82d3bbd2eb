import { expect, test } from "@playwright/test";

test("the product says that it is ready", async ({ request }) => {
  const answer = await request.get("/api/health/ready");
  expect(answer.status()).toBe(200);
});

test("a visitor without a session is asked to sign in", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole("button", { name: /sign in/i })).toBeVisible();
});
