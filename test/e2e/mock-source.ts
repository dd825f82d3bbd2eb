import { readFile } from "node:fs/promises";
import path from "node:path";

type Secrets = { sourceApiToken: string };

/** Changes one row at the mock source, as somebody at the outside system would. */
export async function changeAtSource(resource: string, id: number, fields: Record<string, unknown>) {
  const file = path.join(process.env.E2E_DATA_DIR ?? "", "secrets.json");
  const { sourceApiToken } = JSON.parse(await readFile(file, "utf8")) as Secrets;
  const answer = await fetch(`${process.env.E2E_MOCK_SOURCE}/control/${resource}/${id}`, {
    method: "POST",
    headers: { authorization: `Bearer ${sourceApiToken}`, "content-type": "application/json" },
    body: JSON.stringify(fields),
  });
  if (!answer.ok) throw new Error(`The mock source refused: ${answer.status} ${await answer.text()}`);
}
