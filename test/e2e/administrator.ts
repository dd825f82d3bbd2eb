/** The first administrator of the product that the end-to-end tests run on; it lives as long as they run. */
export const administrator = {
  email: "admin@e2e.example.com",
  password: "a-password-for-this-run-only",
};
