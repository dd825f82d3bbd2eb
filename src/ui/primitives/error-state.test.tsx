import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { ErrorState } from "./error-state.tsx";

it("stays busy until the retry has settled", async () => {
  let settle: () => void = () => undefined;
  const retry = () =>
    new Promise<void>((resolve) => {
      settle = resolve;
    });
  render(<ErrorState what="The list did not load." todo="Try again in a minute." onRetry={retry} />);
  const button = screen.getByRole("button", { name: "Try again" });
  await userEvent.click(button);
  expect(button).toBeDisabled();
  settle();
  await waitFor(() => expect(button).toBeEnabled());
});

it("says what happened and what to do", () => {
  render(<ErrorState what="The list did not load." todo="Try again in a minute." />);
  expect(screen.getByRole("alert")).toHaveTextContent("The list did not load.Try again in a minute.");
});
