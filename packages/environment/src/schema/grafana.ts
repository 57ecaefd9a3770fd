import { z } from 'zod';

/** Dashboards that can be provisioned. */
export const DASHBOARDS = ['logs', 'migration', 'loki', 'sidecars', 'cost'] as const;

export type Dashboard = (typeof DASHBOARDS)[number];

/** What is provisioned for Grafana. */
export const grafanaSchema = z
  .strictObject({
    enabled: z.boolean().describe('Whether data sources and dashboards are rendered.'),
    dashboards: z
      .array(z.enum(DASHBOARDS))
      .default([...DASHBOARDS])
      .describe('Default: all.'),
  })
  .describe('What is provisioned for Grafana.');
