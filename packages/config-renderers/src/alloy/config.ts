import { type Environment, pushPassword, type Service, SOCKET_PROXY_CONTAINER } from '@loki-adoption/environment';
import { socketOf } from '../socket-proxy/paths.ts';
import { dockerSource } from './docker-source.ts';
import { levelStages, NOT_JSON } from './levels.ts';
import { ownLog } from './own-log.ts';
import { printAlloy } from './printer.ts';
import { replacedCharacters } from './replaced-characters.ts';
import { selfMetrics } from './self-metrics.ts';
import { serviceMetrics } from './service-metrics.ts';
import {
  at,
  attributes,
  type Block,
  block,
  call,
  component,
  type Expression,
  object,
  reference,
  sum,
} from './syntax.ts';

const CONTAINER_LABEL = '__meta_docker_container_label_com_amazonaws_ecs';
const CONTAINER_NAME = `${CONTAINER_LABEL}_container_name`;

/**
 * The configuration of a service's Alloy sidecar. What differs between environments comes from the container's
 * variables (SERVICE_NAME, CLUSTER, LOKI_URL, LOKI_PASSWORD, AMP_URL, AWS_REGION), so the text depends on nothing but the
 * service's metrics, the longest line that Loki takes, and whether there is a password.
 */
export function alloyConfig(environment: Environment, service: Service): string {
  return [logsText(logsOf(environment, service)), metricsText(service), SELF].join('\n');
}

/** The same as a tree. */
export function alloyTree(environment: Environment, service: Service): Block[] {
  return [...logs(logsOf(environment, service)), ...serviceMetrics(service), ...selfMetrics(), remoteWrite()];
}

/** What the way of the logs depends on. */
interface Logs {
  readonly lineKilobytes: number;
  readonly hasPassword: boolean;
  /** Whether Docker is read through a proxy in the task. */
  readonly hasProxy: boolean;
  readonly multiline: Service['logs']['multiline'];
}

function logsOf(environment: Environment, service: Service): Logs {
  return {
    lineKilobytes: environment.loki.limits.lineKilobytes,
    hasPassword: pushPassword(environment, service) !== undefined,
    hasProxy: environment.alloy.socketProxy !== undefined,
    multiline: service.logs.multiline,
  };
}

/** The ARN of the task that this sidecar runs in: ECS hands it out over its metadata endpoint only. */
function taskArn(): Expression {
  return at(call('json_path', reference('remote.http.task.content'), '.TaskARN'), 0);
}

/** What every Alloy begins with: how it logs, and the task that it runs in. */
export function ownTask(): Block[] {
  return [
    block('logging', ...attributes({ level: 'info', format: 'json' })),
    component(
      'remote.http',
      'task',
      ...attributes({
        url: sum(call('sys.env', 'ECS_CONTAINER_METADATA_URI_V4'), '/task'),
        poll_frequency: '1m',
        poll_timeout: '5s',
      }),
    ),
  ];
}

function logs({ lineKilobytes, hasPassword, hasProxy, multiline }: Logs): Block[] {
  const docker = `unix://${socketOf(hasProxy)}`;
  return [
    ...ownTask(),
    discovery(docker),
    taskLabels(hasProxy),
    dockerSource('task', docker),
    component(
      'loki.process',
      'task',
      replacedCharacters(),
      ...(multiline ? [joined(multiline)] : []),
      // Loki refuses longer lines, and its refusal makes the counters of a whole batch wrong.
      block('stage.drop', ...attributes({ longer_than: `${lineKilobytes}KiB`, drop_counter_reason: 'line_too_long' })),
      ...levelStages(),
      ...attributes({ forward_to: [reference('loki.write.loki.receiver')] }),
    ),
    ...ownLog({ docker, containers: reference('discovery.docker.task.targets'), name: CONTAINER_NAME }),
    component(
      'loki.write',
      'loki',
      block(
        'endpoint',
        ...attributes({
          url: call('sys.env', 'LOKI_URL'),
          min_backoff_period: '500ms',
          max_backoff_period: '10s',
          // For ever: while Loki is away, Docker's log files are the buffer.
          max_backoff_retries: 0,
        }),
        ...(hasPassword ? [ownPassword()] : []),
      ),
    ),
  ];
}

/** Before anything is read of an entry. Lines of JSON don't go through it: joined to another line, they wouldn't parse. */
function joined({ firstLine, maxLines, maxWait }: NonNullable<Logs['multiline']>): Block {
  const limits = { firstline: firstLine, max_lines: maxLines, max_wait_time: `${maxWait}s` };
  return block('stage.match', ...attributes({ selector: NOT_JSON }), block('stage.multiline', ...attributes(limits)));
}

/** With it, Loki's gateway accepts the lines of this service and of no other. */
function ownPassword(): Block {
  return block(
    'basic_auth',
    ...attributes({ username: call('sys.env', 'SERVICE_NAME'), password: call('sys.env', 'LOKI_PASSWORD') }),
  );
}

function discovery(docker: string): Block {
  return component(
    'discovery.docker',
    'task',
    ...attributes({ host: docker, refresh_interval: '5s' }),
    // The socket shows every container of the host.
    block('filter', ...attributes({ name: 'label', values: [sum('com.amazonaws.ecs.task-arn=', taskArn())] })),
    // Exited ones too: short-lived containers are covered, and one that restarts isn't read twice.
    block('filter', ...attributes({ name: 'status', values: ['running', 'exited'] })),
  );
}

function taskLabels(hasProxy: boolean): Block {
  const own = ['alloy', ...(hasProxy ? [SOCKET_PROXY_CONTAINER] : []), '~internal~ecs~pause', 'ecs-service-connect-.*'];
  return component(
    'discovery.relabel',
    'task',
    ...attributes({ targets: reference('discovery.docker.task.targets') }),
    block(
      'rule',
      ...attributes({
        source_labels: [CONTAINER_NAME],
        regex: own.join('|'),
        action: 'drop',
      }),
    ),
    block('rule', ...attributes({ source_labels: [CONTAINER_NAME], target_label: 'container_name' })),
    block(
      'rule',
      ...attributes({
        source_labels: [`${CONTAINER_LABEL}_cluster`],
        regex: '(?:.*/)?([^/]+)',
        target_label: 'cluster',
      }),
    ),
    block(
      'rule',
      ...attributes({ source_labels: [`${CONTAINER_LABEL}_task_arn`], regex: '.*/([^/]+)', target_label: 'task_id' }),
    ),
    block('rule', ...attributes({ target_label: 'service_name', replacement: call('sys.env', 'SERVICE_NAME') })),
  );
}

export function remoteWrite(): Block {
  return component(
    'prometheus.remote_write',
    'amp',
    ...attributes({
      external_labels: object({
        cluster: call('sys.env', 'CLUSTER'),
        service_name: call('sys.env', 'SERVICE_NAME'),
        task_id: at(call('string.split', taskArn(), '/'), 2),
      }),
    }),
    block(
      'endpoint',
      // Without a name the label remote_name is another one after every start, and so are five of its own series.
      ...attributes({ name: 'amp', url: call('sys.env', 'AMP_URL') }),
      // The default of 50 shards is more memory than a sidecar has.
      block('queue_config', ...attributes({ max_shards: 10 })),
      block('sigv4', ...attributes({ region: call('sys.env', 'AWS_REGION') })),
    ),
  );
}

const SELF = printAlloy([...selfMetrics(), remoteWrite()]);

const LOGS = new Map<string, string>();
const METRICS = new Map<string | undefined, string>();

/** Printed once for all services: a thousand environments have thousands of them. */
function logsText(what: Logs): string {
  return remembered(LOGS, JSON.stringify(what), () => printAlloy(logs(what)));
}

/** Printed once for all environments that have the service from the same base. */
function metricsText(service: Service): string {
  return remembered(METRICS, JSON.stringify(service.metrics), () => printAlloy(serviceMetrics(service)));
}

function remembered<K>(texts: Map<K, string>, key: K, print: () => string): string {
  const text = texts.get(key) ?? print();
  texts.set(key, text);
  return text;
}
