/** Files that are imported as text. */
declare module "*.txt" {
  const text: string;
  export default text;
}
declare module "*.html" {
  const text: string;
  export default text;
}
declare module "*.css" {
  const text: string;
  export default text;
}
/** What scripts/page.ts bundles for this program itself. */
declare module "*/dist/page/report.js" {
  export const renderReport: unknown;
}
