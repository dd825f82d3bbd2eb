/** What the global set-up hands to every test file. */
declare module "vitest" {
  interface ProvidedContext {
    /** Address of the migrated template database, for the superuser of the test server. */
    templateSuperuserUrl: string;
    templateOwnerUrl: string;
    templateWebUrl: string;
  }
}

export {};
