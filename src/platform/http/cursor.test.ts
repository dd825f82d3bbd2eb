import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AppError } from "../errors.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";

const placeSchema = z.strictObject({ score: z.number().nullable(), id: z.int() });

describe("cursors", () => {
  it("give back the place that they were made of", () => {
    const place = fc.record({ score: fc.option(fc.integer()), id: fc.integer() });
    fc.assert(
      fc.property(place, (given) => {
        expect(decodeCursor(encodeCursor(given), placeSchema)).toEqual(given);
      }),
    );
  });

  it("are refused in one sentence when they were not given out by the list", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeCursor(text, placeSchema)).toThrow(AppError);
      }),
    );
    expect(() => decodeCursor(encodeCursor({ score: 1, id: 2, more: 3 }), placeSchema)).toThrow(
      "The cursor is not one of this list. Start again without a cursor.",
    );
  });
});
