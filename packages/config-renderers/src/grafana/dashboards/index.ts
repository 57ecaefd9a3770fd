import type { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Environment } from '@loki-adoption/environment';
import { template } from '../../template.ts';
import { canonicalJson } from '../../text.ts';
import { costDashboard } from './cost.ts';
import { logsDashboard } from './logs.ts';
import { lokiDashboard } from './loki.ts';
import { migrationDashboard } from './migration.ts';
import { sidecarsDashboard } from './sidecars.ts';

type Name = Environment['grafana']['dashboards'][number];

/** What a dashboard takes from its environment. */
export interface Constants {
  readonly cluster: string;
  /** Name of Loki's bucket. */
  readonly bucket: string;
  /** Volume that the cost forecast assumes, GB a month. */
  readonly gigabytes: number;
}

const DASHBOARDS: Readonly<Record<Name, ReturnType<typeof template>>> = {
  logs: dashboard(logsDashboard),
  migration: dashboard(migrationDashboard),
  loki: dashboard(lokiDashboard),
  sidecars: dashboard(sidecarsDashboard),
  cost: dashboard(costDashboard),
};

/** A dashboard as Grafana reads it. Its panels and queries are the same for all environments. */
export function dashboardJson(name: Name, constants: Constants): string {
  return DASHBOARDS[name]({ ...constants });
}

function dashboard(build: () => DashboardBuilder): ReturnType<typeof template> {
  return template(() => `${canonicalJson(build().build(), 2)}\n`);
}
