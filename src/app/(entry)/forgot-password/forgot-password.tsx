"use client";

import { ForgotPasswordForm } from "#features/accounts/components/forgot-password-form.tsx";
import { postAuthForm } from "../../auth-client.ts";

export function ForgotPassword() {
  return <ForgotPasswordForm onAsk={(email) => postAuthForm("/request-password-reset", { email })} />;
}
