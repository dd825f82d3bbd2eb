import { hasRole, type Role } from "#platform/viewer.ts";

/** Whether somebody with this role reads addresses and numbers in full: those who may write to or call customers. */
export function seesPersonalData(role: Role): boolean {
  return hasRole(role, "operator");
}

/** a•••@example.org: enough to recognise an address, not to use it. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  if (at < 1) return "•••";
  return `${[...email].at(0)}•••${email.slice(at)}`;
}

/** ••• 4567: the last four digits, where there are at least eight. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, "");
  return digits.length >= 8 ? `••• ${digits.slice(-4)}` : "•••";
}
