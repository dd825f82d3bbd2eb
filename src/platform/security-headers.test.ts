import { describe, expect, it } from "vitest";
import { contentSecurityPolicy } from "./security-headers.ts";

describe("contentSecurityPolicy", () => {
  const policy = contentSecurityPolicy("abc", { isDevelopment: false, isSecure: true });

  it("lets scripts run by the nonce alone", () => {
    expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
    expect(policy).not.toContain("unsafe-eval");
    expect(policy).toContain("style-src-elem 'self' 'nonce-abc';");
  });

  it("forbids frames, plugins and foreign form targets", () => {
    for (const directive of ["frame-ancestors 'none'", "object-src 'none'", "form-action 'self'"]) {
      expect(policy).toContain(directive);
    }
  });

  it("asks for HTTPS only where the page came over it", () => {
    expect(policy).toContain("upgrade-insecure-requests");
    expect(contentSecurityPolicy("abc", { isDevelopment: false, isSecure: false })).not.toContain("upgrade");
  });
});
