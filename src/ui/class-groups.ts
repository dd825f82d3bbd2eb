/**
 * The classes of ours that set the same property, for `cn`. Only what one of our components overrides in another
 * is listed: the whole of Tailwind would be nine kilobytes on the first page.
 */
const any = [() => true];
const sides = ["x", "y", "t", "r", "b", "l"] as const;

const textSizes = ["xs", "sm", "base", "lg", "xl", "2xl"];
const textAligns = ["left", "center", "right", "start", "end"];
const lineStyles = ["solid", "dashed", "dotted", "none"];
const lineWidths = ["", "0", "2", "4"];
const fontWeights = ["normal", "medium", "semibold", "bold"];

/** `p`, `px`, `py`, `pt` …: each by its own prefix. */
function sided(prefix: string): Record<string, Record<string, typeof any>[]> {
  const names = [prefix, ...sides.map((side) => `${prefix}${side}`)];
  return Object.fromEntries(names.map((name) => [name, [{ [name]: any }]]));
}

/** The whole replaces its sides, and an axis its two. */
function sidedConflicts(prefix: string): Record<string, string[]> {
  return {
    [prefix]: sides.map((side) => `${prefix}${side}`),
    [`${prefix}x`]: [`${prefix}r`, `${prefix}l`],
    [`${prefix}y`]: [`${prefix}t`, `${prefix}b`],
  };
}

const lone = ["w", "h", "size", "min-w", "min-h", "max-w", "max-h", "z", "top", "right", "bottom", "left"];
const others = ["gap", "gap-x", "gap-y", "inset", "inset-x", "inset-y", "items", "justify", "self", "basis"];
const more = ["bg", "rounded", "leading", "tracking", "opacity", "cursor", "shadow", "animate", "col-span"];

export const classGroups = {
  display: ["block", "inline-block", "inline", "flex", "inline-flex", "grid", "hidden", "contents", "table"],
  position: ["static", "fixed", "absolute", "relative", "sticky"],
  ...sided("p"),
  ...sided("m"),
  ...Object.fromEntries([...lone, ...others, ...more].map((name) => [name, [{ [name]: any }]])),
  "grid-cols": [{ "grid-cols": any }],
  "flex-direction": [{ flex: ["row", "col", "row-reverse", "col-reverse"] }],
  "flex-wrap": [{ flex: ["wrap", "nowrap"] }],
  flex: [{ flex: any }],
  grow: [{ grow: ["", "0"] }],
  shrink: [{ shrink: ["", "0"] }],
  "overflow-x": [{ "overflow-x": any }],
  "overflow-y": [{ "overflow-y": any }],
  overflow: [{ overflow: any }],
  whitespace: [{ whitespace: any }],
  "font-weight": [{ font: fontWeights }],
  "text-size": [{ text: textSizes }],
  "text-align": [{ text: textAligns }],
  "text-colour": [{ text: any }],
  "border-style": [{ border: lineStyles }],
  "border-width": [{ border: lineWidths }],
  ...Object.fromEntries(sides.map((side) => [`border-width-${side}`, [{ [`border-${side}`]: lineWidths }]])),
  "border-colour": [{ border: any }],
};

export const classConflicts = {
  ...sidedConflicts("p"),
  ...sidedConflicts("m"),
  size: ["w", "h"],
  gap: ["gap-x", "gap-y"],
  inset: ["inset-x", "inset-y", "top", "right", "bottom", "left"],
  "inset-x": ["right", "left"],
  "inset-y": ["top", "bottom"],
  overflow: ["overflow-x", "overflow-y"],
  flex: ["basis", "grow", "shrink"],
  "text-size": ["leading"],
  "border-width": sides.map((side) => `border-width-${side}`),
};
