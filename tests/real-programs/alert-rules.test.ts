import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { renderEnvironment } from '../../packages/config-renderers/src/render.ts';
import { sample } from '../../packages/config-renderers/src/test-environments.ts';
import { describeWith } from './programs.ts';

interface Series {
  readonly series: string;
  /** Prometheus's notation: `0+2x40` starts at 0 and adds 2 forty times; `_x4` has nothing four times. */
  readonly values: string;
}

interface Expectation {
  /** Since the start, such as `12m`. */
  readonly at: string;
  readonly alert: string;
  /** Label values that tell the alerts apart; empty for none. */
  readonly fires: readonly Readonly<Record<string, string>>[];
}

const ME = 'cluster="temporal-dev", service_name="worker", task_id="t1"';
const WORKER = { service_name: 'worker' };
const TASK = { ...WORKER, task_id: 't1' };
const FRONTEND = 'cluster="temporal-dev", service_name="frontend"';
const RUNNING: Series = { series: `alloy_build_info{${ME}}`, values: '1x240' };
const BUSY: Series = { series: `alloy_resources_process_cpu_seconds_total{${ME}}`, values: '0+1x240' };
const HEARTBEATS = `loki_process_dropped_lines_total{${ME}, reason="heartbeat"}`;
const DROPPED = `loki_write_dropped_entries_total{${ME}, reason="ingester_error"}`;
const LOKI = 'job="loki", cluster="temporal-dev", task_id="l1"';

describeWith('promtool', 'Prometheus takes the alert rules, and they fire when they should', (bin) => {
  const folder = mkdtempSync(join(tmpdir(), 'alert-rules-'));
  const files = renderEnvironment(sample('cleanup')).filter(({ path }) => path.startsWith('rules/amp/'));
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(files)('$path has no error', ({ path }) => {
    const { status, stdout, stderr } = spawnSync(bin, ['check', 'rules', join(folder, path)], { encoding: 'utf8' });
    expect(`${stdout}${stderr}`).toContain('SUCCESS');
    expect(status).toBe(0);
  });

  it.each<[title: string, series: Series[], expectations: Expectation[]]>([
    [
      'lines dropped just after the start are not counted, later ones are',
      [RUNNING, BUSY, { series: DROPPED, values: '0x3 20x76 20+5x159' }],
      [
        { at: '4m', alert: 'SidecarDroppingLines', fires: [] },
        { at: '22m', alert: 'SidecarDroppingLines', fires: [{ ...TASK, reason: 'ingester_error' }] },
      ],
    ],
    [
      'nor are those after a restart in place',
      [
        RUNNING,
        { series: `alloy_resources_process_cpu_seconds_total{${ME}}`, values: '0+1x120 0+1x120' },
        { series: DROPPED, values: '0x122 10+1x118' },
      ],
      [
        { at: '32m', alert: 'SidecarDroppingLines', fires: [] },
        { at: '50m', alert: 'SidecarDroppingLines', fires: [{ ...TASK, reason: 'ingester_error' }] },
      ],
    ],
    [
      'one restart is no news, two are',
      [{ series: `alloy_resources_process_cpu_seconds_total{${ME}}`, values: '0+1x40 0+1x40 0+1x160' }],
      [
        { at: '15m', alert: 'SidecarRestarting', fires: [] },
        { at: '22m', alert: 'SidecarRestarting', fires: [TASK] },
      ],
    ],
    [
      'retries alone say nothing while lines get through; without them the budget runs',
      [
        { series: `loki_write_batch_retries_total{${ME}}`, values: '0x40 0+1x200' },
        { series: `loki_write_sent_entries_total{${ME}}`, values: '0+9x80 720x160' },
      ],
      [
        { at: '18m', alert: 'SidecarCannotReachLoki', fires: [] },
        { at: '27m', alert: 'SidecarCannotReachLoki', fires: [TASK] },
        { at: '27m', alert: 'SidecarOutageBudgetHalfUsed', fires: [] },
        { at: '31m', alert: 'SidecarOutageBudgetHalfUsed', fires: [TASK] },
      ],
    ],
    [
      'a service without any sidecar is missed',
      [{ series: `up{job="alloy", ${FRONTEND}, task_id="f1"}`, values: '1x240' }],
      [
        {
          at: '9m',
          alert: 'SidecarsAllMissing',
          fires: [],
        },
        { at: '15m', alert: 'SidecarsAllMissing', fires: [{ service_name: 'worker' }] },
      ],
    ],
    [
      'but not while the service still has tasks with ADOT',
      [
        { series: `up{job="alloy", ${ME}}`, values: '1x240' },
        {
          series:
            'up{job="frontend", service_name="frontend", aws_ecs_task_id="f2", aws_ecs_cluster_arn="arn:aws:ecs:eu-west-1:111122223333:cluster/temporal-dev"}',
          values: '1x240',
        },
      ],
      [{ at: '30m', alert: 'SidecarsAllMissing', fires: [] }],
    ],
    [
      "ADOT of another cluster doesn't count",
      [
        { series: `up{job="alloy", ${ME}}`, values: '1x240' },
        {
          series:
            'up{job="frontend", aws_ecs_task_id="f2", aws_ecs_cluster_arn="arn:aws:ecs:eu-west-1:1:cluster/other"}',
          values: '1x240',
        },
      ],
      [{ at: '30m', alert: 'SidecarsAllMissing', fires: [{ service_name: 'frontend' }] }],
    ],
    [
      'a sidecar that reads no heartbeat any more hangs, one that never read any too, and one that has just started does not',
      [
        RUNNING,
        { series: HEARTBEATS, values: '0+1x80 80x160' },
        { series: `alloy_build_info{${FRONTEND}, task_id="f1"}`, values: '1x240' },
        { series: `alloy_build_info{${FRONTEND}, task_id="f2"}`, values: '_x120 1x120' },
      ],
      [
        { at: '15m', alert: 'SidecarReadsNothing', fires: [] },
        { at: '20m', alert: 'SidecarReadsNothing', fires: [{ service_name: 'frontend', task_id: 'f1' }] },
        {
          at: '40m',
          alert: 'SidecarReadsNothing',
          fires: [{ service_name: 'frontend', task_id: 'f1' }, TASK],
        },
        { at: '40m', alert: 'SidecarDroppingLongLines', fires: [] },
      ],
    ],
    [
      'a sidecar that reads and sends nothing hangs, not one whose service is silent, or writes lines that are too long',
      [
        { series: `loki_source_docker_target_entries_total{${ME}}`, values: '0+5x240' },
        { series: `loki_write_sent_entries_total{${ME}}`, values: '0+5x80 400x160' },
        { series: `loki_source_docker_target_entries_total{${FRONTEND}, task_id="f1"}`, values: '7x240' },
        { series: `loki_source_docker_target_entries_total{${FRONTEND}, task_id="f2"}`, values: '0+1x240' },
        {
          series: `loki_process_dropped_lines_total{${FRONTEND}, task_id="f2", reason="line_too_long"}`,
          values: '0+1x240',
        },
      ],
      [
        { at: '25m', alert: 'SidecarSendsNothing', fires: [] },
        { at: '45m', alert: 'SidecarSendsNothing', fires: [TASK] },
      ],
    ],
    [
      'characters that Docker replaced are said from the first line on, for an hour',
      [
        {
          series: `loki_process_custom_lines_with_replaced_characters_total{${ME}, container_name="app"}`,
          values: '_x60 1x400',
        },
      ],
      [
        { at: '10m', alert: 'SidecarReadsReplacedCharacters', fires: [] },
        { at: '20m', alert: 'SidecarReadsReplacedCharacters', fires: [{ ...WORKER, container_name: 'app' }] },
        { at: '80m', alert: 'SidecarReadsReplacedCharacters', fires: [] },
      ],
    ],
    [
      'too many streams are said before Loki refuses them',
      [{ series: `loki_ingester_memory_streams{${LOKI}, tenant="fake"}`, values: '7000x60 7001x180' }],
      [
        { at: '10m', alert: 'LokiStreamsNearLimit', fires: [] },
        { at: '25m', alert: 'LokiStreamsNearLimit', fires: [{ task_id: 'l1' }] },
      ],
    ],
    [
      'Loki that was never seen is down',
      [],
      [
        { at: '4m', alert: 'LokiDown', fires: [] },
        { at: '6m', alert: 'LokiDown', fires: [{}] },
      ],
    ],
    [
      'the first line that Loki discards is noticed, old ones of a sidecar that starts are not',
      [
        { series: `loki_discarded_samples_total{${LOKI}, reason="rate_limited"}`, values: '_x40 3x200' },
        { series: `loki_discarded_samples_total{${LOKI}, reason="too_far_behind"}`, values: '_x40 9x200' },
      ],
      [
        { at: '9m', alert: 'LokiDiscardingLines', fires: [] },
        { at: '12m', alert: 'LokiDiscardingLines', fires: [{ reason: 'rate_limited' }] },
        { at: '30m', alert: 'LokiDiscardingLines', fires: [] },
        { at: '30m', alert: 'LokiDiscardingOldLines', fires: [] },
      ],
    ],
    [
      'a compactor that has stopped is noticed before the bucket is',
      [{ series: `loki_boltdb_shipper_compactor_running{${LOKI}}`, values: '0x480' }],
      [
        { at: '30m', alert: 'LokiNotCompacting', fires: [] },
        { at: '61m', alert: 'LokiNotCompacting', fires: [{}] },
      ],
    ],
    [
      'metrics that are late, and metrics that are refused',
      [
        { series: `prometheus_remote_storage_highest_timestamp_in_seconds{${ME}}`, values: '300+15x240' },
        {
          series: `prometheus_remote_storage_queue_highest_sent_timestamp_seconds{${ME}, remote_name="a", url="u"}`,
          values: '300+15x60 1200x180',
        },
      ],
      [
        { at: '15m', alert: 'SidecarMetricsNotWritten', fires: [] },
        { at: '30m', alert: 'SidecarMetricsNotWritten', fires: [WORKER] },
      ],
    ],
  ])('%s', (_title, series, expectations) => {
    const file = join(folder, 'test.yaml');
    writeFileSync(
      file,
      stringify({
        rule_files: files.map(({ path }) => path),
        evaluation_interval: '15s',
        tests: [{ interval: '15s', input_series: series, promql_expr_test: expectations.map(asExpression) }],
      }),
    );
    const { stdout, stderr, status } = spawnSync(bin, ['test', 'rules', file], { encoding: 'utf8' });
    expect(status, `${stdout}${stderr}`).toBe(0);
  });
});

/** Alerts as the series that Prometheus keeps of them: unlike its own notation it needs no annotations repeated. */
function asExpression({ at, alert, fires }: Expectation) {
  const own = fires.flatMap((labels) => Object.keys(labels));
  const by = [...new Set(own)].sort().join(', ');
  return {
    expr: `count by (${by}) (ALERTS{alertname="${alert}", alertstate="firing"})`,
    eval_time: at,
    exp_samples: fires.map((labels) => ({
      labels: `{${Object.entries(labels)
        .sort()
        .map(([name, value]) => `${name}="${value}"`)
        .join(', ')}}`,
      value: 1,
    })),
  };
}
