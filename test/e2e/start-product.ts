import { launchProduct } from "./launch-product.ts";

/** Playwright's global set-up: one product for all specs. */
// biome-ignore lint/style/noDefaultExport: Playwright takes a global set-up by its default export.
export default async function startProduct(): Promise<() => Promise<void>> {
  const { address, mockSource, dataDir, end } = await launchProduct({ customers: 300 });
  process.env.E2E_ADDRESS = address;
  process.env.E2E_MOCK_SOURCE = mockSource;
  process.env.E2E_DATA_DIR = dataDir;
  return end;
}
