// Writes src/db/schema.ts from a migrated database: DATABASE_URL=postgres://… npm run db:types
import { spawnSync } from "node:child_process";

const { status } = spawnSync(
  "kysely-codegen",
  [
    "--dialect=postgres",
    "--numeric-parser=number",
    "--date-parser=string",
    '--type-mapping={"int8":"number"}',
    "--exclude-pattern={kysely_migration*,bullmq*}",
    "--out-file=src/db/schema.ts",
    "--log-level=warn",
  ],
  { stdio: "inherit" },
);
process.exit(status ?? 1);
