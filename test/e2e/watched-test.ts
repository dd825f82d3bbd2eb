import { test as base, expect } from "@playwright/test";

/**
 * Tests that fail when a page writes an error to the console, throws, or asks for something that the
 * Content-Security-Policy forbids. A test that provokes an error takes it out of `faults`.
 */
export const test = base.extend<{ faults: string[] }>({
  faults: [
    async ({ context }, use) => {
      const faults: string[] = [];
      context.on("console", (message) => {
        if (message.type() === "error") faults.push(`${message.text()} (${message.location().url})`);
      });
      context.on("weberror", (thrown) => faults.push(thrown.error().message));
      await use(faults);
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
});
