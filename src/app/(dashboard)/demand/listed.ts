/** As many as the pages show of a list at once. */
export const listed = {
  episodes: 200,
  recommendations: 200,
  overrides: 50,
  outliers: 20,
  models: 20,
  serving: 200,
  runs: 10,
};
