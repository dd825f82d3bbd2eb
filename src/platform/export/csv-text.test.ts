import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CsvColumn, csvHead, csvLines, moneyCell, wallClockIn } from "./csv-text.ts";

const columns: CsvColumn<{ text: string | null; figure: number }>[] = [
  { header: "Name", cell: ({ text }) => text },
  { header: "Balance (USD)", cell: ({ figure }) => figure },
];

describe("a CSV file", () => {
  it("tells its encoding and names its columns in words", () => {
    expect(csvHead(columns)).toBe("\uFEFFName,Balance (USD)\r\n");
    expect(csvLines(columns, [])).toBe("");
  });

  it.each(["=1+1", "+1 555 010", "-2", "@SUM(A1)", "\tx", "\rx"])("keeps %j from being a formula", (text) => {
    const [[cell]] = parse(csvLines(columns, [{ text, figure: 1 }])) as [[string]];
    expect(cell).toBe(`'${text}`);
  });

  it("leaves figures, and text that only holds such a sign", () => {
    expect(csvLines(columns, [{ text: "a=b", figure: -2 }])).toBe("a=b,-2\r\n");
    expect(csvLines(columns, [{ text: null, figure: 0.5 }])).toBe(",0.5\r\n");
  });

  it("is read back to the letter, whatever text it holds", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1 }), (texts) => {
        const rows = texts.map((text) => ({ text: `x${text}`, figure: 1 }));
        const read = parse(csvLines(columns, rows)) as string[][];
        expect(read.map(([text]) => text)).toEqual(rows.map(({ text }) => text));
      }),
    );
  });

  it("is letter for letter what csv-stringify writes", () => {
    const cells = fc.oneof(
      fc.string({ unit: fc.constantFrom("a", "é", " ", ",", '"', "\r", "\n", "\t", "=", ";", "'") }),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((figure) => !Object.is(figure, -0)),
      fc.constant(null),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(cells, cells, cells), { minLength: 1 }), (rows) => {
        const three = [0, 1, 2].map((at) => ({
          header: `${at}`,
          cell: (row: (typeof rows)[0]) => row[at] ?? null,
        }));
        const safe = rows.map((row) =>
          row.map((cell) => (typeof cell === "string" && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)),
        );
        const options = { record_delimiter: "windows", quoted_match: /[\r\n]/ } as const;
        expect(csvLines(three, rows)).toBe(stringify(safe, options));
      }),
    );
  });

  it("writes instants by the reader's clock, in summer and winter", () => {
    const clock = wallClockIn("America/Chicago");
    expect(clock("2026-03-08T07:59:00Z")).toBe("2026-03-08 01:59");
    expect(clock("2026-03-08T08:00:00Z")).toBe("2026-03-08 03:00");
    expect(clock(null)).toBeNull();
    expect([moneyCell(12_005), moneyCell(0), moneyCell(null)]).toEqual(["120.05", "0.00", null]);
  });
});
