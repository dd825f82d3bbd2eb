import { defineConfig } from "@playwright/test";
import { browser } from "./test/capabilities.ts";

export default defineConfig({
  testDir: "test/e2e",
  outputDir: "test-results",
  globalSetup: "./test/e2e/start-product.ts",
  // One product with one database serves all specs.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: process.env.E2E_ADDRESS,
    browserName: "chromium",
    timezoneId: "America/Chicago",
    locale: "en-US",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: browser ?? undefined,
      // Chromium's own sandbox refuses to run as root; the pages are ours.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
});
