import { variables } from "./env.ts";

const head = `# Every variable of the product with its default and its meaning. Copy to .env and change what you need.
# Variables are for addresses and secrets; numbers that a company sets are settings inside the product.
`;

/** The text of .env.example: one entry for each variable, unset ones commented out. */
export function renderEnvExample(): string {
  const entries = Object.entries(variables).map(([name, { fallback, means }]) => {
    const meaning = `# ${means}.`;
    return `${meaning}\n${fallback === null ? `# ${name}=` : `${name}=${fallback}`}`;
  });
  return `${head}\n${entries.join("\n\n")}\n`;
}
