import { z } from "zod";
import { AppError } from "#platform/errors.ts";
import { readItem, readItems, singularNames, unknownFieldsOf } from "../schema/read-items.ts";
import { recordFormats } from "../schema/record-formats.ts";
import type { PushedRecords, Resource } from "../source.ts";

/** Records in one message: a third of what one transaction writes. (2026-05) */
const mostRecords = 1000;

const bodySchema = z.record(z.string(), z.unknown());

/** Reads `{"sessions": […]}` or `{"session": {…}}`: what lists and single rows of the source look like. */
export function readPush<R extends Resource>(resource: R, text: string): PushedRecords<R> {
  const format = recordFormats[resource];
  const body = bodySchema.safeParse(parse(text)).data ?? {};
  const singular = singularNames[resource];
  const rows = Object.hasOwn(body, resource) ? body[resource] : undefined;
  if (Array.isArray(rows)) {
    if (rows.length > mostRecords) {
      throw new AppError(
        "too_large",
        `A push may carry at most ${mostRecords} records; this one has ${rows.length}.`,
      );
    }
    return { items: readItems(format, rows, text), unknownFields: unknownFieldsOf(format, rows) };
  }
  if (rows === undefined && Object.hasOwn(body, singular)) {
    const record = body[singular];
    return { items: [readItem(format, record, text)], unknownFields: unknownFieldsOf(format, [record]) };
  }
  throw new AppError(
    "invalid_input",
    `The body does not have the agreed shape: {"${resource}": […]} or {"${singular}": {…}}.`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError("invalid_input", "The body is not JSON.", { cause: error });
  }
}
