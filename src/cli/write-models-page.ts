import { readFile, writeFile } from "node:fs/promises";
import { replaceMarked } from "./replace-marked.ts";

/** The page that tells of models; commands write their tables into it. */
const modelsPage = "docs/models.md";

/** Puts each text between the marks of its name on the page of models. Throws invalid_input where the marks are missing. */
export async function writeModelsPage(texts: Readonly<Record<string, string>>): Promise<void> {
  const page = await readFile(modelsPage, "utf8");
  const written = Object.entries(texts).reduce(
    (before, [name, text]) => replaceMarked(before, name, text),
    page,
  );
  await writeFile(modelsPage, written);
}
