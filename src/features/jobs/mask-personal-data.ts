/** What stands for something that was taken out. */
export type Mask = "[e-mail]" | "[phone]" | "[name]" | "[address]" | "[secret]";

const masksByKey: readonly [Mask, RegExp][] = [
  ["[e-mail]", /^(e_?mail(_?address)?|recipients?|to|cc|bcc|reply_?to)$/],
  ["[phone]", /^(phone|mobile|telephone|cell|fax|from_?number|to_?number|caller)(_?(number|no))?$/],
  [
    "[name]",
    /^((first|last|full|family|given|middle|sur|nick|display|user|customer|tutor|student|parent|guardian|agent|contact|owner)_?name|name|sender|author|called_?by)$/,
  ],
  [
    "[address]",
    /^(address|street|postal_?code|zip(_?code)?|city|(date_of_)?birth(_?(day|date))?|dob|ip(_?address)?)$/,
  ],
  [
    "[secret]",
    /^(.*_)?(password|passwd|secret|token|authorization|api_?key|access_?key|private_?key|cookie|signature|credentials?)$/,
  ],
];

/**
 * A value as it may be shown and searched: what a key says is personal is taken out whole, and addresses, numbers
 * and secrets are taken out of every text. Names in running text cannot be told from other words and stay.
 */
export function maskPersonalData(value: unknown): unknown {
  if (typeof value === "string") return maskText(value);
  if (Array.isArray(value)) return value.map(maskPersonalData);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [maskText(key), maskMember(key, inner)]),
  );
}

/** A text without e-mail addresses, telephone numbers and secrets. */
export function maskText(text: string): string {
  return text
    .replaceAll(urlLoginPattern, "$1[secret]@")
    .replaceAll(emailPattern, "[e-mail]" satisfies Mask)
    .replaceAll(rareEmailPattern, "[e-mail]" satisfies Mask)
    .replaceAll(bearerPattern, "$1 [secret]")
    .replaceAll(urlSecretPattern, "$1[secret]")
    .replaceAll(assignmentPattern, (_found, head: string, key: string, between: string) => {
      return `${head}${key}${between}${maskOfKey(key) ?? ""}`;
    })
    .replaceAll(digitsPattern, (found) => (isPhone(found) ? ("[phone]" satisfies Mask) : found));
}

function maskMember(key: string, value: unknown): unknown {
  const mask = maskOfKey(key);
  if (mask === null || value === null || value === "") return maskPersonalData(value);
  if (typeof value === "object" && !Array.isArray(value) && mask !== "[secret]")
    return maskPersonalData(value);
  return mask;
}

function maskOfKey(key: string): Mask | null {
  const plain = key
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/[\s-]+/g, "_")
    .toLowerCase();
  return masksByKey.find(([, pattern]) => pattern.test(plain))?.[0] ?? null;
}

const emailPattern = /[\p{L}\p{N}._%+'-]+(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu;
// Whatever else may stand before the @; apart, so that "?to=ana@…" keeps its beginning.
const rareEmailPattern = /[^\s"<>@,;:()[\]\\]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const bearerPattern = /\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi;
const urlSecretPattern = /([?&](?:token|key|api_?key|secret|password|signature|code|sig)=)[^&\s"']+/gi;
const urlLoginPattern = /(\w+:\/\/)[^\s/@:]+:[^\s/@]+@/g;
// JSON in a text: "first_name":"Ana".
const assignmentPattern =
  /(["']?)\b((?:first|last|full|family|given|display|customer|tutor|student|parent|guardian)_?name|name|phone|password|secret|token)(["']?\s*[:=]\s*)(?:"[^"]*"|'[^']*')/gi;
const digitsPattern = /(?<![\w.:/-])\+?\(?\d[\d\s().-]{6,}\d(?![\w:]|-\w)/g;

/** Whether a run of digits and separators is a telephone number, and not a date, an amount, or a count of milliseconds. */
function isPhone(text: string): boolean {
  const digits = text.replaceAll(/\D/g, "");
  if (/^\d{4}-\d{2}-\d{2}/.test(text) || /^\d+\.\d+$/.test(text)) return false;
  if (text.startsWith("+")) return digits.length >= 7 && digits.length <= 15;
  const hasSeparators = /\d[\s().-]+\d/.test(text);
  return hasSeparators
    ? digits.length >= 9 && digits.length <= 15
    : digits.length === 10 || digits.length === 11;
}
