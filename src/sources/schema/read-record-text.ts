import type { Fault, Item, Resource } from "../source.ts";
import { recordFormats } from "./record-formats.ts";

/** Reads one record of JSON text by its resource's schema, as a poll does. Text that is no JSON is one fault of the whole. */
export function readRecordText(resource: Resource, text: string): Item {
  const parsed = parseJson(text);
  if (parsed.fault === undefined) return recordFormats[resource].read(parsed.value, () => text);
  return { rejected: { key: "", id: null, json: text, faults: [parsed.fault], updatedAt: null } };
}

function parseJson(text: string): { value: unknown; fault?: undefined } | { fault: Fault } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { fault: { path: "", reason: `should be JSON: ${detail}` } };
  }
}
