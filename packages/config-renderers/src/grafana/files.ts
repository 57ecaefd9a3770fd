import { type Environment, isAtLeast, lokiBucket } from '@loki-adoption/environment';
import type { RenderedFile } from '../model.ts';
import { yamlDocument } from '../yaml.ts';
import { cloudwatchAlerts } from './alerting/index.ts';
import { dashboardJson } from './dashboards/index.ts';
import { grafanaDatasources } from './datasources.ts';

const FOLDER = 'grafana/provisioning';

/** Grafana's provisioning folder: mounted at /etc/grafana/provisioning it needs nothing else. */
export function grafanaFiles(environment: Environment): RenderedFile[] {
  const datasources = { path: `${FOLDER}/datasources/datasources.yaml`, content: grafanaDatasources(environment) };
  // Before Loki exists there is nothing that the dashboards could show.
  if (!isAtLeast(environment.migration.phase, 'infrastructure')) return [datasources];
  return [
    datasources,
    { path: `${FOLDER}/dashboards/dashboards.yaml`, content: PROVIDER },
    ...environment.grafana.dashboards.map((name) => ({
      path: `${FOLDER}/dashboards/${name}.json`,
      content: dashboardJson(name, {
        cluster: environment.cluster,
        bucket: lokiBucket(environment),
        gigabytes: environment.cost.volume.gigabytesPerMonth,
      }),
    })),
    ...cloudwatchAlerts(environment).map(({ path, content }) => ({ path: `${FOLDER}/alerting/${path}`, content })),
  ];
}

const PROVIDER = yamlDocument({
  apiVersion: 1,
  providers: [
    {
      name: 'loki-adoption',
      folder: 'Loki adoption',
      folderUid: 'loki-adoption',
      type: 'file',
      // What is changed by hand would be gone with the next rendering.
      allowUiUpdates: false,
      disableDeletion: false,
      updateIntervalSeconds: 60,
      options: { path: '/etc/grafana/provisioning/dashboards' },
    },
  ],
});
