import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** Contrast of WCAG 2.2 between tokens, from OKLCH by the matrices of Björn Ottosson (bottosson.github.io/posts/oklab). */
type Linear = readonly [red: number, green: number, blue: number];

function fromOklch(lightness: number, chroma: number, hueDegrees: number): Linear {
  const hue = (hueDegrees * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const inGamut = (value: number) => Math.min(1, Math.max(0, value));
  return [
    inGamut(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    inGamut(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    inGamut(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

const luminance = ([red, green, blue]: Linear) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

function contrast(one: Linear, other: Linear): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const css = readFileSync(new URL("../app/globals.css", import.meta.url), "utf8");

function tokensOf(selector: string): Map<string, Linear> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf("}", start));
  const found = block.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g);
  return new Map([...found].map(([, name, l, c, h]) => [name!, fromOklch(Number(l), Number(c), Number(h))]));
}

const statuses = ["critical", "warning", "info", "good", "neutral"];
const grounds = ["canvas", "surface", "raised", "muted", "hover", "selected"];

/** Every pair that the components put together: text on its ground. */
const textPairs = [
  ...["ink", "ink-muted", "ink-faint", "accent-ink"].flatMap((text) =>
    grounds.map((ground) => [text, ground]),
  ),
  ...statuses.flatMap((status) => [
    ...["canvas", "surface", "raised", "hover", "selected", `${status}-soft`].map((ground) => [
      `${status}-ink`,
      ground,
    ]),
    ["ink", `${status}-soft`],
    ["ink-muted", `${status}-soft`],
  ]),
  ["ink", "segment"],
  ["ink-muted", "segment"],
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["accent-ink", "accent-soft"],
] as [string, string][];

/** Shapes, lines and borders that carry meaning. */
const markPairs = [
  ...statuses.flatMap((status) => ["canvas", "surface", `${status}-soft`].map((ground) => [status, ground])),
  ...["canvas", "surface"].flatMap((ground) =>
    ["control", "focus", "accent", "history"].map((mark) => [mark, ground]),
  ),
] as [string, string][];

describe.each([
  ["light", ":root"],
  ["dark", '[data-theme="dark"]'],
])("%s theme", (_name, selector) => {
  const tokens = tokensOf(selector);
  const between = (one: string, other: string) => contrast(tokens.get(one)!, tokens.get(other)!);

  it.each(textPairs)("has %s readable on %s (4.5)", (text, ground) => {
    expect(between(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(markPairs)("has %s visible on %s (3)", (mark, ground) => {
    expect(between(mark, ground)).toBeGreaterThanOrEqual(3);
  });
});

describe("contrast", () => {
  it("agrees with the published pair #767676 on white: 4.54", () => {
    // The grey of sRGB 0x76 has the linear value 0.1812, and the cube root of that is its lightness.
    expect(contrast(fromOklch(Math.cbrt(0.1812), 0, 0), fromOklch(1, 0, 0))).toBeCloseTo(4.54, 1);
  });
});
