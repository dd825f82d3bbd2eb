import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const exclude = ["node_modules/**", ".next/**", "test/e2e/**"];

export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    env: { TZ: "UTC", NODE_ENV: "test" },
    coverage: {
      enabled: process.env.COVERAGE === "1",
      provider: "v8",
      reporter: ["text-summary", "json-summary", "html"],
      include: ["src/{domain,db,features,sources,platform}/**/*.ts"],
      exclude: ["**/*.test.ts", "src/**/fixtures/**"],
      thresholds: {
        "src/domain/**": { lines: 80 },
        "src/db/**": { lines: 80 },
        "src/features/**": { lines: 80 },
        "src/sources/**": { lines: 80 },
        "src/platform/**": { lines: 80 },
      },
    },
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          environment: "node",
          include: ["**/*.test.ts"],
          exclude,
          globalSetup: ["test/database/start-test-server.ts"],
          setupFiles: ["test/fail-on-console-error.ts"],
        },
      },
      {
        extends: true,
        plugins: [react()],
        test: {
          name: "components",
          environment: "jsdom",
          include: ["**/*.test.tsx"],
          exclude,
          setupFiles: ["test/fail-on-console-error.ts", "test/component-setup.ts"],
        },
      },
    ],
  },
});
