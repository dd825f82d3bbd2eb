// PostgreSQL reads JSON by recursion and gives up some thousand levels down.
const maxDepth = 500;

/** The JSON text as it is, or as one JSON string where it is nested too deeply for the database to read. */
export function storableJson(json: string): string {
  return depthOf(json) <= maxDepth ? json : JSON.stringify(json);
}

function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (isInString) {
      if (character === "\\") at++;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "{" || character === "[") deepest = Math.max(deepest, ++depth);
    else if (character === "}" || character === "]") depth--;
  }
  return deepest;
}
