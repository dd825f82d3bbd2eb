import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { accuracyFigures, modelVersion } from "#test/builders/demand-answers.ts";
import { AccuracyTable } from "./accuracy-table.tsx";
import { accuracyInWords, devianceRatio, errorByFloor } from "./accuracy-words.ts";
import { ModelVersions } from "./model-versions.tsx";
import { UtilisationList } from "./utilisation-list.tsx";

const plain = (texts: string[]) => texts.join(" ").replaceAll("\u00a0", " ");

describe("accuracy in words", () => {
  test("says why 0 % is not possible, and how far from it the forecast is", () => {
    const words = plain(accuracyInWords(accuracyFigures(), 0.2));
    expect(words).toContain("missed by 41 % of all sessions");
    expect(words).toContain("would miss by 36 %, because customers come by chance: 0 % is not possible");
    expect(words).toContain("1.14 times that floor");
    expect(words).toContain("held 95.7 % of hours");
    expect(words).toContain("2.1 % too high");
    expect(words).toContain("120 of 672 hours with five sessions or more");
  });

  test("leaves out what cannot be told", () => {
    const few = accuracyFigures({
      wape: null,
      floorWape: null,
      coverage: null,
      bias: null,
      mape: null,
      busyHours: 0,
    });
    expect(accuracyInWords(few, 0.2)).toEqual([
      "No hour had five sessions or more, so an error in per cent of an hour (MAPE) means nothing here.",
    ]);
    expect(errorByFloor({ wape: 0.4, floorWape: 0 })).toBeNull();
    expect(devianceRatio({ deviance: 1.02, referenceDeviance: 1.31 })).toBeCloseTo(0.7786, 4);
  });
});

describe("the table of accuracy", () => {
  test("shows a MAPE only where hours are busy enough", () => {
    const rows = [
      { key: "1", name: "1 day ahead", figures: accuracyFigures() },
      { key: "7", name: "7 days ahead", figures: accuracyFigures({ mape: null, busyHours: 0 }) },
    ];
    render(<AccuracyTable caption="By distance" head="Distance" rows={rows} />);
    expect(
      screen.getByRole("row", {
        name: /^1 day ahead 41.% 36.% 1.14 47.% 0.78 95.7.% 96.4.% \+2.1.% 34.% 672$/,
      }),
    ).toBeVisible();
    expect(screen.getByRole("row", { name: /^7 days ahead .* – 672$/ })).toBeVisible();
  });
});

describe("versions of models", () => {
  test("say which serves, and show the scores of all that were tried", async () => {
    const older = modelVersion({ id: 5, isServing: false, chosenBy: "Olga", reason: "steadier" });
    render(
      <ModelVersions
        versions={[modelVersion(), older]}
        timezone="America/Chicago"
        actionsOf={({ id }) => <button type="button">Serve {id}</button>}
      />,
    );
    expect(screen.getByText("Serving")).toBeVisible();
    expect(screen.getAllByRole("button")).toHaveLength(1);
    expect(screen.getByText(/put into service by Olga \(steadier\)/)).toBeVisible();
    const [summary] = screen.getAllByText(/2 models were tried/);
    if (summary) await userEvent.click(summary);
    expect(screen.getAllByText("Mean of rates and regression (chosen)")[0]).toBeVisible();
  });
});

describe("utilisation", () => {
  test("puts the fullest subject first, with its weeks", () => {
    const week = { startsOn: "2026-11-23", hoursTaught: 40, hoursAvailable: 50, utilisation: 0.8 };
    const subject = { hoursTaught: 160, hoursAvailable: 200, tutors: 9, byWeek: [week] };
    render(
      <UtilisationList
        subjects={[
          { ...subject, code: "latin", name: "Latin", utilisation: 0.5 },
          { ...subject, code: "algebra_1", name: "Algebra 1", utilisation: 0.8 },
        ]}
      />,
    );
    expect(screen.getAllByRole("rowheader").map(({ textContent }) => textContent)).toEqual([
      "Algebra 1",
      "Latin",
    ]);
    expect(screen.getByRole("columnheader", { name: "Week of 23 Nov" })).toBeVisible();
  });
});
