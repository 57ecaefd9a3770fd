import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadEnvironment } from '../../load-environment.ts';
import type { Problem } from '../../model.ts';

const SAMPLE = join(import.meta.dirname, '../../../fixtures/sample');

/** What the rules say about the sample with an overlay on it, as `path: message`. */
function findings(overlay: string): { errors: string[]; warnings: string[] } {
  const readFile = (path: string) =>
    path === join(SAMPLE, 'case/environment.yaml')
      ? `extends: ../dev/environment.yaml\n${overlay}\n`
      : readFileSync(path, 'utf8');
  const result = loadEnvironment('case', { root: SAMPLE, readFile });
  const show = ({ path, message }: Problem) => `${path}: ${message}`;
  return { errors: result.ok ? [] : result.problems.map(show), warnings: result.warnings.map(show) };
}

function errors(overlay: string): string[] {
  return findings(overlay).errors;
}

const API = 'api: { image: "example/api:1.0.0", cpu: 512, memory: 512, desiredCount: 1';

describe('waves', () => {
  it('name no service twice, none that is unknown and none without a sidecar', () => {
    expect(
      errors('rollout: { waves: [{ services: [worker, ui] }, { services: [worker, histroy, history] }] }'),
    ).toEqual([
      'rollout.waves[0].services[1]: ui has no sidecar to move (collector: none): take it out of the wave',
      'rollout.waves[1].services[0]: worker is in wave 1 already',
      'rollout.waves[1].services[1]: there is no service histroy, did you mean history?',
    ]);
  });

  it('know no service that merely has the name of something every object has', () => {
    expect(errors('rollout: { waves: [{ services: [worker, history, constructor] }] }')).toEqual([
      'rollout.waves[0].services[2]: there is no service constructor',
    ]);
  });

  it('cover every service with a sidecar, a held back one too', () => {
    const missing = ['rollout.waves: history is in no wave: add it to one, or set its collector to none'];
    expect(errors('rollout: { waves: [{ services: [worker] }] }')).toEqual(missing);
    expect(errors('rollout: { waves: [{ services: [worker] }] }\nservices: { history: { collector: adot } }')).toEqual(
      missing,
    );
    expect(errors('services: { history: { collector: adot } }')).toEqual([]);
  });
});

describe('loki', () => {
  it('has several replicas only in a replicated topology, and then at least three', () => {
    expect(errors('loki: { replicas: 2 }')).toEqual([
      'loki.replicas: 2 replicas need topology: replicated; a single one shares no ring',
    ]);
    const tooFew = ['loki.replicas: topology: replicated needs at least 3 replicas: every line is kept three times'];
    expect(errors('loki: { topology: replicated, replicas: 2 }')).toEqual(tooFew);
    expect(errors('loki: { topology: replicated }')).toEqual(tooFew);
    expect(errors('loki: { topology: replicated, replicas: 3 }')).toEqual([]);
  });

  it('may keep its write-ahead log on an ephemeral disk, with a warning of what that loses', () => {
    expect(findings('loki: { storage: { wal: ephemeral } }')).toEqual({
      errors: [],
      warnings: [
        'loki.storage.wal: when the Loki task dies, every line that it had not flushed to S3 yet is lost; host, ebs and efs keep them',
      ],
    });
    expect(findings('loki: { storage: { wal: ephemeral }, topology: replicated, replicas: 3 }').warnings[0]).toContain(
      'when several Loki tasks die at once',
    );
  });
});

describe('images', () => {
  it.each([
    ['loki: { image: "grafana/loki:3.6.4" }', 'loki.image: Loki 3.6 is too old: 3.7 or later is needed'],
    ['alloy: { image: "grafana/alloy:v1.4.0" }', 'alloy.image: Alloy 1.4 is too old: 1.16 or later is needed'],
    [
      'services: { worker: { alloy: { image: "host:5000/alloy:v1.15.9@sha256:DIGEST" } } }',
      'services.worker.alloy.image: Alloy 1.15 is too old: 1.16 or later is needed',
    ],
  ])('are refused when too old: %s', (overlay, expected) => {
    expect(errors(overlay.replace('DIGEST', 'a'.repeat(64)))).toEqual([expected]);
  });

  it.each([
    'grafana/loki:3.7',
    'grafana/loki:10.0.0',
    'grafana/loki:k250-abc',
    'host:5000/loki:main',
    `grafana/loki@sha256:${'0'.repeat(64)}`,
  ])('pass when new enough or without a version: %s', (image) =>
    expect(errors(`loki: { image: "${image}" }`)).toEqual([]),
  );
});

describe('services', () => {
  it('leave room for the main container beside the larger sidecar', () => {
    expect(errors('adot: { cpu: 512, memory: 961 }')).toEqual([
      'services.worker.cpu: nothing of 512 is left for the main container: the sidecar takes 512',
      'services.worker.memory: 63 MiB of 1024 are left for the main container, at least 64 are needed: the sidecar takes 961',
    ]);
    expect(errors('adot: { cpu: 511, memory: 960 }')).toEqual([]);
  });

  it('run on Fargate only without a sidecar', () => {
    expect(errors('services: { worker: { capacity: fargate }, ui: { capacity: fargate } }')).toEqual([
      "services.worker.capacity: the sidecar reads the host's Docker socket, which Fargate doesn't have: set capacity to ec2, or collector to none",
    ]);
  });

  it('have metrics when they have a sidecar', () => {
    expect(errors(`services: { ${API} } }\nrollout: { waves: [{ services: [worker, history, api] }] }`)).toEqual([
      'services.api.metrics: is missing: a sidecar scrapes {port, job}; without metrics, set collector to none',
    ]);
  });

  it('use each port once, the metrics port included', () => {
    expect(errors('services: { worker: { ports: { http: 9090, admin: 7239 } } }')).toEqual([
      'services.worker.metrics.port: port 9090 is taken by http',
      'services.worker.ports.admin: port 7239 is taken by grpc',
    ]);
  });

  it('have containers of different names, and none of a name that is needed here', () => {
    expect(errors('services: { ui: { container: history }, worker: { container: alloy } }')).toEqual([
      'services.ui.container: history is the container of history already',
      'services.worker.container: alloy is the name of a container that is added here: choose another',
    ]);
  });

  it('set a variable in one place', () => {
    expect(
      errors('services: { ui: { environment: { A: x }, secrets: { A: "arn:aws:ssm:a:1:parameter/a", B: "arn:b" } } }'),
    ).toEqual(['services.ui.secrets.A: is set in environment as well: ECS takes one of both']);
  });

  it('are not held back on ADOT in the phase that removes it', () => {
    const held = 'services: { history: { collector: adot } }';
    expect(errors(`migration: { phase: cleanup }\n${held}`)).toEqual([
      'services.history.collector: is held back on ADOT, which phase cleanup removes: set it to alloy first',
    ]);
    expect(errors(`migration: { phase: validation }\n${held}`)).toEqual([]);
  });

  it('have names without letters of other alphabets', () => {
    const message = 'expected lower-case letters, digits and hyphens, starting with a letter';
    expect(errors(`services: { "w\u043erker": {} }`)).toEqual([`services["w\\u043erker"]: ${message}`]);
    expect(errors('cluster: "app\u2010dev"')).toEqual([`cluster: ${message}, not "app\\u2010dev"`]);
    expect(errors('services: { ui: { container: "u\u0456" } }')).toEqual([
      `services.ui.container: ${message}, not "u\\u0456"`,
    ]);
    expect(errors('state: { bucket: "\u0430pp-dev" }')).toEqual([
      'state.bucket: expected the name of an S3 bucket, not "\\u0430pp-dev"',
    ]);
  });
});

describe('timing', () => {
  it('gives a service more time than it bakes', () => {
    expect(errors('rollout: { deadline: 20m }')).toEqual([
      'rollout.waves[1].bake: has to be shorter than rollout.deadline',
    ]);
    expect(errors('rollout: { bake: 45m }')).toEqual(['rollout.bake: has to be shorter than rollout.deadline']);
  });

  it('warns of a look at the sidecar that is shorter than the time in which ECS restarts none', () => {
    expect(findings('rollout: { gates: { sidecar: { window: 59s } } }')).toEqual({
      errors: [],
      warnings: [
        "rollout.gates.sidecar.window: is shorter than 60s: ECS doesn't restart a sidecar that dies that early, and the gate can miss it",
      ],
    });
    expect(findings('rollout: { bake: 30s, gates: { sidecar: { window: 60s } } }')).toEqual({
      errors: [],
      warnings: [],
    });
  });
});

it('rules still speak of one service when another is described wrongly', () => {
  expect(
    errors('services: { ui: { cpu: big }, worker: { capacity: fargate } }').map((text) => text.split(':')[0]),
  ).toEqual(['services.ui.cpu', 'services.worker.capacity']);
});

it('a service that is described wrongly still counts as one that waves may name', () => {
  expect(errors('services: { history: { cpu: big } }')).toEqual(['services.history.cpu: expected a number, not "big"']);
});
