import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { measureWorlds, printStatement } from "./print.ts";

/** Measures the worlds and writes the statement, so that no figure in it is typed by hand. */
const path = fileURLToPath(new URL("../../DISTRIBUTIONS.md", import.meta.url));
writeFileSync(path, printStatement(measureWorlds()));
process.stdout.write(`${path}\n`);
