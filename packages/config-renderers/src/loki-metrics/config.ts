import { LOKI_LOCAL_PORT } from '../addresses.ts';
import { ownTask, remoteWrite } from '../alloy/config.ts';
import { printAlloy } from '../alloy/printer.ts';
import { attributes, type Block, block, component, object, reference } from '../alloy/syntax.ts';
import { LOKI_METRICS, LOKI_METRICS_OF_RING, LOKI_METRICS_OF_ROUTE } from './kept.ts';

/**
 * The Alloy that runs beside Loki and writes Loki's own metrics, for nothing else scrapes them. It has no part in the
 * way of the logs: Loki works without it.
 */
export function lokiMetricsConfig(): string {
  return CONFIG;
}

function scrape(): Block[] {
  return [
    component(
      'prometheus.scrape',
      'loki',
      ...attributes({
        targets: [object({ __address__: `localhost:${LOKI_LOCAL_PORT}` })],
        forward_to: [reference('prometheus.relabel.loki.receiver')],
        job_name: 'loki',
        scrape_interval: '15s',
        scrape_timeout: '10s',
      }),
    ),
    component(
      'prometheus.relabel',
      'loki',
      ...attributes({ forward_to: [reference('prometheus.remote_write.amp.receiver')] }),
      block(
        'rule',
        ...attributes({ source_labels: ['__name__', 'name', 'route'], regex: KEPT.join('|'), action: 'keep' }),
      ),
    ),
  ];
}

const KEPT = [
  ...LOKI_METRICS.map((name) => `${name};.*;.*`),
  ...LOKI_METRICS_OF_RING.map((name) => `${name};ingester;.*`),
  ...LOKI_METRICS_OF_ROUTE.map((name) => `${name};.*;(loki_api_v1_push|loki_api_v1_query_range)`),
];

const CONFIG = printAlloy([...ownTask(), ...scrape(), remoteWrite()]);
