import { describe, expect, it } from "vitest";
import { recommendCoaching } from "./recommend.ts";

const latin = { code: "latin", name: "Latin" };
const greek = { code: "greek", name: "Greek" };
const everywhere = { title: "Handbook", url: "https://example.org/handbook", flags: [], subjects: [] };
const forCalendar = { ...everywhere, title: "Calendar", flags: ["high_cancellation" as const] };

describe("recommendCoaching", () => {
  it("has nothing to say of a tutor without flags and weak subjects", () => {
    expect(recommendCoaching({ flags: [], weakSubjects: [] }, [everywhere])).toEqual([]);
  });

  it("turns a flag about success to the weakest subject, and says the others after it", () => {
    const said = recommendCoaching({ flags: ["underperforming"], weakSubjects: [latin, greek] }, [
      everywhere,
      forCalendar,
    ]);
    expect(said.map(({ title }) => title)).toEqual([
      "Practise the first session in Latin",
      "Prepare first sessions in Greek",
    ]);
    expect(said[0]?.resources).toEqual([everywhere]);
  });

  it("does not blame a subject for cancellations", () => {
    const said = recommendCoaching({ flags: ["high_cancellation"], weakSubjects: [latin] }, [
      everywhere,
      forCalendar,
    ]);
    expect(said.map(({ flag, subject }) => [flag, subject?.code ?? null])).toEqual([
      ["high_cancellation", null],
      [null, "latin"],
    ]);
    expect(said[0]?.resources.map(({ title }) => title)).toEqual(["Handbook", "Calendar"]);
  });
});
