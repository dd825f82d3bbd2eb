import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { AcceptInvitationForm } from "./accept-invitation-form.tsx";
import { ChangePasswordForm } from "./change-password-form.tsx";
import { ForgotPasswordForm } from "./forgot-password-form.tsx";
import { InviteForm } from "./invite-form.tsx";
import { NewTokenForm } from "./new-token-form.tsx";
import { ProfileForm } from "./profile-form.tsx";
import { SignInForm, type SignInFormProps } from "./sign-in-form.tsx";
import type { Faults } from "./use-form.ts";

const done = () => vi.fn<(given: unknown) => Promise<Faults | null>>(async () => null);
const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));
const fill = (label: string, text: string) => userEvent.type(screen.getByLabelText(label), text);

describe("sign-in", () => {
  test("asks for what is missing before it asks the server, and goes to that field", async () => {
    const onSignIn = done();
    render(<SignInForm forgot={null} onSignIn={onSignIn} />);
    await press("Sign in");
    expect(screen.getByText("Write your e-mail address.")).toBeVisible();
    expect(screen.getByLabelText("E-mail address")).toHaveFocus();
    await fill("E-mail address", "ana@example.com");
    await press("Sign in");
    expect(screen.getByLabelText("Password")).toHaveAccessibleDescription("Write your password.");
    expect(onSignIn).not.toHaveBeenCalled();
  });

  test("works by keyboard alone and says what the server refused", async () => {
    const onSignIn = vi.fn<SignInFormProps["onSignIn"]>(async () => ({
      form: "E-mail address or password is wrong.",
    }));
    render(<SignInForm forgot={<a href="/forgot-password">Forgot password?</a>} onSignIn={onSignIn} />);
    await userEvent.keyboard("ana@example.com");
    await userEvent.tab();
    await userEvent.tab();
    await userEvent.keyboard("a password{Enter}");
    expect(onSignIn).toHaveBeenCalledWith({
      email: "ana@example.com",
      password: "a password",
      rememberMe: true,
    });
    const refusal = screen.getByText("E-mail address or password is wrong.");
    expect(refusal.closest("[role=alert]")).not.toBeNull();
    expect(screen.getByLabelText("Password")).toHaveValue("a password");
  });

  test("is sent once, however often it is pressed", async () => {
    let answer: (value: null) => void = () => undefined;
    const onSignIn = vi.fn<SignInFormProps["onSignIn"]>(
      () => new Promise<null>((resolve) => (answer = resolve)),
    );
    render(<SignInForm forgot={null} email="ana@example.com" onSignIn={onSignIn} />);
    await fill("Password", "a password{Enter}{Enter}");
    expect(onSignIn).toHaveBeenCalledTimes(1);
    expect(screen.getByRole("button", { name: "Sign in" })).toBeDisabled();
    answer(null);
    expect(await screen.findByRole("button", { name: "Sign in" })).toBeEnabled();
  });
});

describe("forgotten password", () => {
  test("says the same whether there is an account or not", async () => {
    render(<ForgotPasswordForm onAsk={done()} />);
    await fill("E-mail address", "who@example.com");
    await press("Send the link");
    expect(screen.getByRole("status")).toHaveTextContent(
      "If who@example.com has an account, a mail with a link is on its way.",
    );
  });
});

describe("a new password", () => {
  test("is long enough and the same twice", async () => {
    const onAccept = done();
    render(<AcceptInvitationForm email="nina@example.com" onAccept={onAccept} />);
    await fill("Name", "Nina");
    await fill("New password", "too short");
    await press("Make the account");
    expect(screen.getByText("Choose a password of at least 12 characters.")).toBeVisible();
    await fill("New password", " but longer now");
    await fill("New password again", "another one");
    await press("Make the account");
    expect(screen.getByText("This is not the same password.")).toBeVisible();
    await userEvent.clear(screen.getByLabelText("New password again"));
    await fill("New password again", "too short but longer now");
    await press("Make the account");
    expect(onAccept).toHaveBeenCalledWith({ name: "Nina", password: "too short but longer now" });
  });

  test("needs the current one", async () => {
    const onChange = done();
    render(<ChangePasswordForm onChange={onChange} />);
    await press("Change the password");
    expect(screen.getByText("Write your current password.")).toBeVisible();
    expect(onChange).not.toHaveBeenCalled();
  });
});

describe("administration", () => {
  test("an invitation needs an address", async () => {
    const onInvite = done();
    render(<InviteForm onInvite={onInvite} />);
    await fill("E-mail address", "nina");
    await press("Send the invitation");
    expect(screen.getByText("Write the e-mail address as name@company.com.")).toBeVisible();
    await fill("E-mail address", "@example.com");
    await press("Send the invitation");
    expect(onInvite).toHaveBeenCalledWith({ email: "nina@example.com", role: "operator" });
  });

  test("a token has the least role and ends after 90 days, unless chosen otherwise", async () => {
    const onMake = done();
    render(<NewTokenForm onMake={onMake} />);
    await fill("What it is for", "export");
    await press("Make the token");
    expect(onMake).toHaveBeenCalledWith({ name: "export", role: "viewer", days: 90 });
  });
});

describe("the profile", () => {
  test("takes a timezone of the list only", async () => {
    const onSave = done();
    render(
      <ProfileForm
        email="ana@example.com"
        name="Ana"
        timezone="UTC"
        timezones={["UTC", "Europe/Berlin"]}
        onSave={onSave}
      />,
    );
    const timezone = screen.getByLabelText("Timezone");
    await userEvent.clear(timezone);
    await userEvent.type(timezone, "Berlin");
    await press("Save");
    expect(screen.getByText(/Choose a timezone from the list/)).toBeVisible();
    await userEvent.clear(timezone);
    await userEvent.type(timezone, "Europe/Berlin");
    await press("Save");
    expect(onSave).toHaveBeenCalledWith({ name: "Ana", timezone: "Europe/Berlin" });
  });
});
