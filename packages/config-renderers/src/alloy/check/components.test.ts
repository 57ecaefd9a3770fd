import { describe, expect, it } from 'vitest';
import { realEnvironments, sample } from '../../test-environments.ts';
import { alloyTree } from '../config.ts';
import {
  at,
  attributes,
  type Block,
  block,
  call,
  component,
  object,
  reference,
  type Statement,
  sum,
  type Value,
} from '../syntax.ts';
import { checkComponents } from './components.ts';
import { ALLOY_VERSION } from './table.ts';

const RECEIVER = reference('loki.write.loki.receiver');

function lokiWrite(values: Readonly<Record<string, Value>>, ...more: Statement[]): Block {
  return component('loki.write', 'loki', block('endpoint', ...attributes({ url: 'http://x', ...values }), ...more));
}

function scrape(values: Readonly<Record<string, Value>>): Block[] {
  const forward = [reference('prometheus.remote_write.amp.receiver')];
  return [
    component('prometheus.remote_write', 'amp'),
    component('prometheus.scrape', 'x', ...attributes({ targets: [], forward_to: forward, ...values })),
  ];
}

describe('checkComponents', () => {
  it('finds nothing in what is rendered', () => {
    for (const environment of [sample('rollout'), ...realEnvironments()]) {
      for (const service of Object.values(environment.services)) {
        if (service.metrics) expect(checkComponents(alloyTree(environment, service))).toEqual([]);
      }
    }
  });

  it('knows the Alloy that the environments run; alloy-components/main.go says how to read another', () => {
    const minor = ALLOY_VERSION.split('.').slice(0, 2).join('.');
    for (const { alloy } of realEnvironments()) expect(alloy.image).toMatch(new RegExp(`:${minor}[.]`));
  });

  it.each<[finding: string, tree: Block[]]>([
    ['loki.writer.x: there is no component of that name', [component('loki.writer', 'x')]],
    ['loki.write: needs a label', [block('loki.write')]],
    ['loki.write.loki: is declared twice', [lokiWrite({}), lokiWrite({})]],
    ['loki.write.loki: endpoint.min_backoff: there is no argument of that name', [lokiWrite({ min_backoff: '1s' })]],
    ['loki.write.loki: endpoint.retry: there is no block of that name', [lokiWrite({}, block('retry'))]],
    ['loki.write.loki: endpoint.queue_config: is experimental', [lokiWrite({}, block('queue_config'))]],
    ['loki.write.loki: endpoint.url: is given twice', [lokiWrite({}, ...attributes({ url: 'http://y' }))]],
    [
      'loki.write.loki: endpoint.max_backoff_retries: should be number, is string',
      [lokiWrite({ max_backoff_retries: 'ten' })],
    ],
    [
      'loki.write.loki: endpoint.min_backoff_period: "fast" is no duration',
      [lokiWrite({ min_backoff_period: 'fast' })],
    ],
    ['logging: format: "xml" is none of json, logfmt', [block('logging', ...attributes({ format: 'xml' }))]],
    ['loki.write.x: endpoint.url: is required', [component('loki.write', 'x', block('endpoint'))]],
    ['discovery.docker.x: host: is required', [component('discovery.docker', 'x')]],
    [
      'loki.process.x: forward_to: loki.write.nope is not declared',
      [component('loki.process', 'x', ...attributes({ forward_to: [reference('loki.write.nope.receiver')] }))],
    ],
    [
      'loki.process.x: forward_to: loki.write exports no sender',
      [
        lokiWrite({}),
        component('loki.process', 'x', ...attributes({ forward_to: [reference('loki.write.loki.sender')] })),
      ],
    ],
    [
      'discovery.relabel.a: refers to itself: discovery.relabel.a → discovery.relabel.b → discovery.relabel.a',
      ['ab', 'ba'].map(([from, to]) =>
        component(
          'discovery.relabel',
          from ?? '',
          ...attributes({ targets: reference(`discovery.relabel.${to}.output`) }),
        ),
      ),
    ],
    [
      'prometheus.scrape.x: forward_to: should be capsule(storage.Appendable), is capsule(loki.LogsReceiver)',
      [lokiWrite({}), ...scrape({ forward_to: [RECEIVER] })],
    ],
    ['loki.write.loki: endpoint.url: there is no function getenv', [lokiWrite({ url: call('getenv', 'X') })]],
    [
      'loki.write.loki: endpoint.url: sys.env takes 1 arguments, not 2',
      [lokiWrite({ url: call('sys.env', 'X', 'Y') })],
    ],
    [
      'loki.write.loki: endpoint.url: sys.env(): should be string, is bool',
      [lokiWrite({ url: call('sys.env', true) })],
    ],
    ['loki.write.loki: endpoint.url: string + number is no value', [lokiWrite({ url: sum('x', 1) })]],
    ['loki.write.loki: endpoint.url: string has no elements', [lokiWrite({ url: at(call('sys.env', 'X'), 0) })]],
    ['loki.write.loki: endpoint.headers: should be string, is bool', [lokiWrite({ headers: object({ a: true }) })]],
    ['prometheus.scrape.x: targets: should be string, is bool', scrape({ targets: [object({ __address__: true })] })],
    [
      'prometheus.scrape.x: scrape_timeout: has to be at most scrape_interval',
      scrape({ scrape_interval: '5s', scrape_timeout: '10s' }),
    ],
    ['prometheus.scrape.x: scrape_timeout: has to be at most scrape_interval', scrape({ scrape_interval: '9500ms' })],
    [
      'remote.http.x: poll_timeout: has to be less than poll_frequency',
      [component('remote.http', 'x', ...attributes({ url: 'http://x', poll_frequency: '5s', poll_timeout: '5s' }))],
    ],
  ])('finds: %s', (finding, tree) => {
    expect(checkComponents(tree)).toEqual([finding]);
  });
});
