import { hash } from "node:crypto";

/**
 * MD5 of a whole record with its nested lists, as the text of a uuid: tells whether a version with the same
 * `updated_at` is another one. Nobody who could forge one gains by it.
 */
export function contentHash(record: object): string {
  return hash("md5", JSON.stringify(record));
}
