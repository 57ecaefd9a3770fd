export type { CorrectedAssumptions } from './core/assumptions.ts';
export { costLine, type Monthly } from './core/cost-line.ts';
export { type ForecastOptions, forecast, phaseCost } from './core/forecast.ts';
export { renderReport } from './core/render.ts';
export type { AssumptionSet, Column, CostLine, CostReport, PhaseCost, Verdict } from './core/report.ts';
