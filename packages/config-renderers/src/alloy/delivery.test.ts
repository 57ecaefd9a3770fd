import { expect, it } from 'vitest';
import { sample } from '../test-environments.ts';
import { alloyTree } from './config.ts';
import { levelStages } from './levels.ts';
import { printAlloy } from './printer.ts';
import { replacedCharacters } from './replaced-characters.ts';
import type { Statement } from './syntax.ts';

const TASK_ARN = 'json_path(remote.http.task.content, ".TaskARN")[0]';
const OWN = '__meta_docker_container_label_com_amazonaws_ecs';

/**
 * How logs are read and sent, all of it: with these settings, and no others, every line of a task arrived once in runs
 * of real Alloy and Loki through outages, kills, rotations and short-lived containers. Whatever is added, left out or
 * changed has to be run again first (tests/real-programs/alloy.test.ts).
 */
const VERIFIED = [
  'logging: level = "info"',
  'logging: format = "json"',
  'remote.http.task: url = sys.env("ECS_CONTAINER_METADATA_URI_V4") + "/task"',
  'remote.http.task: poll_frequency = "1m"',
  'remote.http.task: poll_timeout = "5s"',
  'discovery.docker.task: host = "unix:///var/run/docker.sock"',
  'discovery.docker.task: refresh_interval = "5s"',
  'discovery.docker.task: filter 1: name = "label"',
  `discovery.docker.task: filter 1: values = ["com.amazonaws.ecs.task-arn=" + ${TASK_ARN}]`,
  'discovery.docker.task: filter 2: name = "status"',
  'discovery.docker.task: filter 2: values = ["running", "exited"]',
  'discovery.relabel.task: targets = discovery.docker.task.targets',
  `discovery.relabel.task: rule 1: source_labels = ["${OWN}_container_name"]`,
  'discovery.relabel.task: rule 1: regex = "alloy|~internal~ecs~pause|ecs-service-connect-.*"',
  'discovery.relabel.task: rule 1: action = "drop"',
  `discovery.relabel.task: rule 2: source_labels = ["${OWN}_container_name"]`,
  'discovery.relabel.task: rule 2: target_label = "container_name"',
  `discovery.relabel.task: rule 3: source_labels = ["${OWN}_cluster"]`,
  'discovery.relabel.task: rule 3: regex = "(?:.*/)?([^/]+)"',
  'discovery.relabel.task: rule 3: target_label = "cluster"',
  `discovery.relabel.task: rule 4: source_labels = ["${OWN}_task_arn"]`,
  'discovery.relabel.task: rule 4: regex = ".*/([^/]+)"',
  'discovery.relabel.task: rule 4: target_label = "task_id"',
  'discovery.relabel.task: rule 5: target_label = "service_name"',
  'discovery.relabel.task: rule 5: replacement = sys.env("SERVICE_NAME")',
  'loki.source.docker.task: host = "unix:///var/run/docker.sock"',
  'loki.source.docker.task: targets = discovery.relabel.task.output',
  'loki.source.docker.task: forward_to = [loki.process.task.receiver]',
  // tests/real-programs/levels.test.ts runs these.
  ...settingsOf([replacedCharacters()], 'loki.process.task'),
  'loki.process.task: stage.drop 2: longer_than = "256KiB"',
  'loki.process.task: stage.drop 2: drop_counter_reason = "line_too_long"',
  ...settingsOf(levelStages(), 'loki.process.task').map((each) =>
    each.replace(/ ([0-9]):/, (_, n) => ` ${Number(n) + 2}:`),
  ),
  'loki.process.task: forward_to = [loki.write.loki.receiver]',
  'discovery.relabel.own: targets = discovery.docker.task.targets',
  `discovery.relabel.own: rule 1: source_labels = ["${OWN}_container_name"]`,
  'discovery.relabel.own: rule 1: regex = "alloy"',
  'discovery.relabel.own: rule 1: action = "keep"',
  'loki.source.docker.own: host = "unix:///var/run/docker.sock"',
  'loki.source.docker.own: targets = discovery.relabel.own.output',
  'loki.source.docker.own: forward_to = [loki.process.own.receiver]',
  'loki.process.own: stage.drop 1: expression = "line too big, skipping"',
  'loki.process.own: stage.drop 1: drop_counter_reason = "larger_than_1MiB"',
  'loki.process.own: stage.drop 2: expression = "^sidecar heartbeat$"',
  'loki.process.own: stage.drop 2: drop_counter_reason = "heartbeat"',
  'loki.process.own: forward_to = []',
  'loki.write.loki: endpoint 1: url = sys.env("LOKI_URL")',
  'loki.write.loki: endpoint 1: min_backoff_period = "500ms"',
  'loki.write.loki: endpoint 1: max_backoff_period = "10s"',
  'loki.write.loki: endpoint 1: max_backoff_retries = 0',
];

it('logs are read and sent with the settings that were verified, and no others', () => {
  const environment = sample('rollout');
  for (const service of Object.values(environment.services).filter((each) => each.collector !== 'none')) {
    const delivery = alloyTree(environment, service).filter(({ name }) => !name.startsWith('prometheus.'));
    const settings = delivery
      .filter(({ label }) => label !== 'alloy')
      .flatMap((each) => settingsOf(each.body, [each.name, each.label].filter(Boolean).join('.')));
    expect(settings).toEqual(VERIFIED);
  }
});

/** One line for each argument: where it is, its name, its value as printed. */
function settingsOf(body: readonly Statement[], path: string): string[] {
  const blocks = body.filter((statement) => statement.kind === 'block');
  return body.flatMap((statement) =>
    statement.kind === 'block'
      ? settingsOf(statement.body, `${path}: ${statement.name} ${blocks.indexOf(statement) + 1}`)
      : [`${path}: ${printAlloy([statement]).trim()}`],
  );
}
