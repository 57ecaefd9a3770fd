import type { Service } from '@loki-adoption/environment';
import { UserError } from '@loki-adoption/errors';
import { metricsOf } from '../metrics.ts';
import { compareText } from '../text.ts';
import { attributes, type Block, block, component, object, reference, type Value } from './syntax.ts';

/**
 * Scrapes the service beside the sidecar, and writes its series as the ADOT collector did: dashboards and alarms go on
 * reading the same names and labels.
 */
export function serviceMetrics(service: Service): Block[] {
  const { port, job, counters } = metricsOf(service);
  return [
    component(
      'prometheus.scrape',
      'service',
      ...attributes({
        targets: [object({ __address__: `localhost:${port}` })],
        forward_to: [reference('prometheus.relabel.parity.receiver')],
        job_name: job,
        scrape_interval: '15s',
        scrape_timeout: '10s',
      }),
    ),
    component(
      'prometheus.relabel',
      'parity',
      ...attributes({ forward_to: [reference('prometheus.remote_write.amp.receiver')] }),
      ...parityRules(job, suffixedCounters(service.name, counters)),
    ),
  ];
}

/** The counters that ADOT's exporter wrote with `_total` appended: relabelling knows no metric types, so by name. */
function suffixedCounters(service: string, counters: readonly string[]): string[] {
  const wrong = counters.find((name) => !/^[A-Za-z_:][A-Za-z0-9_:]*$/.test(name));
  if (wrong !== undefined) {
    throw new UserError(
      `services.${service}.metrics.counters: "${wrong}" is no metric name. ` +
        "List the names from the exporter's TYPE lines, without labels.",
    );
  }
  return [...new Set(counters)].filter((name) => !name.endsWith('_total')).sort(compareText);
}

function parityRules(job: string, counters: readonly string[]): Block[] {
  const rename = rule({
    source_labels: ['__name__'],
    regex: counters.join('|'),
    target_label: '__name__',
    replacement: '${0}_total',
  });
  return [
    ...(counters.length > 0 ? [rename] : []),
    // Alloy writes every bound as a float, ADOT the shortest decimal.
    relabelValue('le', '([0-9]+)\\.0', '$1'),
    relabelValue('quantile', '([0-9]+)\\.0', '$1'),
    relabelValue('le', '([0-9])e\\+06', '${1}000000'),
    relabelValue('le', '([0-9])\\.([0-9]{6})e\\+06|([0-9])\\.([0-9]{7})e\\+07', '${1}${2}${3}${4}'),
    // ADOT overwrote the application's own label; this also covers `up` and `scrape_*`.
    rule({ target_label: 'service_name', replacement: job }),
  ];
}

function relabelValue(label: string, regex: string, replacement: string): Block {
  return rule({ source_labels: [label], regex, target_label: label, replacement });
}

function rule(values: Readonly<Record<string, Value>>): Block {
  return block('rule', ...attributes(values));
}
