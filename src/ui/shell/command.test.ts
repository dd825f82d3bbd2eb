import { describe, expect, it } from "vitest";
import { matchCommands } from "./command.ts";

const groups = [
  {
    heading: "Pages",
    items: [
      { id: "o", label: "Overview", href: "/" },
      { id: "c", label: "Customers", href: "/customers" },
    ],
  },
  { heading: "Actions", items: [{ id: "t", label: "Switch theme", keywords: "dark light", href: "#" }] },
];

describe("matchCommands", () => {
  it("keeps what holds every word, in label, hint or keywords", () => {
    expect(matchCommands(groups, "theme DARK")).toEqual([groups[1]]);
    expect(matchCommands(groups, "cust")[0]?.items.map(({ id }) => id)).toEqual(["c"]);
    expect(matchCommands(groups, "nothing")).toEqual([]);
  });

  it("keeps all for an empty query", () => {
    expect(matchCommands(groups, "  ")).toEqual(groups);
  });
});
