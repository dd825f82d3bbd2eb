import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { LiveStatus } from "./live-status.tsx";

it("is not called live while the data is old", () => {
  render(<LiveStatus state="live" dataAgeSeconds={900} staleAfterSeconds={120} />);
  expect(screen.getByRole("status")).toHaveTextContent("Late");
});

it("announces the state alone, so that seconds do not chatter", () => {
  const { rerender } = render(<LiveStatus state="reconnecting" dataAgeSeconds={10} retryInSeconds={5} />);
  expect(screen.getByRole("status").textContent).toBe("Reconnecting");
  rerender(<LiveStatus state="offline" dataAgeSeconds={240} />);
  expect(screen.getByRole("status").textContent).toBe("Offline");
  expect(screen.getByText(/data 4.min old/)).toBeInTheDocument();
});
