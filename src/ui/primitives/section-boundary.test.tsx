import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { SectionBoundary } from "./section-boundary.tsx";

const data = { broken: true };

function Chart() {
  if (data.broken) throw new Error("no data");
  return <p>The chart</p>;
}

it("keeps a fault to its section and tries again on request", async () => {
  render(
    <>
      <p>The table</p>
      <SectionBoundary name="The chart" onReset={() => Object.assign(data, { broken: false })}>
        <Chart />
      </SectionBoundary>
    </>,
    { onCaughtError: () => undefined },
  );
  expect(screen.getByText("The table")).toBeInTheDocument();
  expect(screen.getByRole("alert")).toHaveTextContent("The chart could not be shown.");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("The chart")).toBeInTheDocument();
});
