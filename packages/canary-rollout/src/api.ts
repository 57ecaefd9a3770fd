export { renderSummary } from './summary/render-summary.ts';
