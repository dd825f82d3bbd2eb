/** The page that tells of models; commands write their tables into it. */
export const modelsPage = "docs/models.md";
