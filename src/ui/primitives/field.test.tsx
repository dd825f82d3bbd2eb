import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { Field } from "./field.tsx";
import { Input } from "./input.tsx";

it("names the control and ties hint and error to it", () => {
  render(
    <Field label="Password" hint="Twelve characters or more." error="That is too short." required>
      {(control) => <Input {...control} />}
    </Field>,
  );
  const input = screen.getByLabelText("Password");
  expect(input).toBeInvalid();
  expect(input).toBeRequired();
  expect(input).toHaveAccessibleDescription("Twelve characters or more. That is too short.");
});
