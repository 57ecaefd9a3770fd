import { describe, expect, it } from 'vitest';
import { errors, findings, loadSample, places } from '../../testing/sample.ts';

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

  it('have services that call others of the environment by a name that Service Connect has', () => {
    const calls = (names: string) => `services: { worker: { calls: [${names}] } }`;
    expect(errors(calls('history'))).toEqual([]);
    expect(errors(calls('histroy'))).toEqual([
      'services.worker.calls[0]: there is no service histroy, did you mean history?',
    ]);
    expect(errors(calls('history, worker'))).toEqual([
      'services.worker.calls[1]: worker is the service itself: take it out of its calls',
    ]);
    expect(errors(`services: { ${API}, collector: none }, worker: { calls: [api] } }`)).toEqual([
      'services.worker.calls[0]: api has no ports, so Service Connect has no name for it',
    ]);
    expect(errors(`services: { history: { cpu: many }, worker: { calls: [history] } }`)).toEqual([
      expect.stringContaining('services.history.cpu'),
    ]);
  });

  it('move at most as many services at once as they have', () => {
    const overlay = (parallel: string) =>
      `rollout:\n  waves:\n    - { services: [worker, history], parallel: ${parallel} }`;
    expect(errors(overlay('1'))).toEqual([]);
    expect(errors(overlay('2'))).toEqual([]);
    expect(errors(overlay('3'))).toEqual([
      "rollout.waves[0].parallel: the wave has 2 services, so 3 can't move at once: set it to 2 or less, or add services to the wave",
    ]);
    expect(places(overlay('3'))).toEqual(['4:48 rollout.waves[0].parallel']);
    expect(errors('rollout: { waves: [{ services: [worker] }, { services: [history], parallel: 2 }] }')).toEqual([
      "rollout.waves[1].parallel: the wave has one service, so 2 can't move at once: set it to 1, or add services to the wave",
    ]);
  });

  it.each([
    ['0', 'expected at least 1, not 0'],
    ['-1', 'expected at least 1, not -1'],
    ['1.5', 'expected a whole number, not 1.5'],
    ['"2"', 'expected a number, not "2"'],
    ['null', 'is empty: expected a number'],
  ])('move a whole number of services at once: %s', (parallel, expected) => {
    expect(errors(`rollout: { waves: [{ services: [worker, history], parallel: ${parallel} }] }`)).toEqual([
      `rollout.waves[0].parallel: ${expected}`,
    ]);
  });

  it('move one service after the other unless they say otherwise', () => {
    const waves = (overlay: string) => {
      const result = loadSample(overlay);
      return result.ok ? result.environment.rollout.waves.map(({ parallel }) => parallel) : result.problems;
    };
    expect(waves('rollout: { waves: [{ services: [worker] }, { services: [history] }] }')).toEqual([1, 1]);
    expect(waves('rollout: { waves: [{ services: [worker, history], parallel: 2 }] }')).toEqual([2]);
  });
});

describe('images', () => {
  it.each([
    ['loki: { image: "grafana/loki:3.6.4" }', 'loki.image: Loki 3.6 is too old: 3.7 or later is needed'],
    [
      'alloy: { image: "grafana/alloy:v1.4.0@sha256:DIGEST" }',
      'alloy.image: Alloy 1.4 is too old: 1.16 or later is needed',
    ],
    [
      'services: { worker: { alloy: { image: "host:5000/alloy:v1.15.9@sha256:DIGEST" } } }',
      'services.worker.alloy.image: Alloy 1.15 is too old: 1.16 or later is needed',
    ],
  ])('are refused when too old: %s', (overlay, expected) => {
    expect(errors(overlay.replace('DIGEST', 'a'.repeat(64)))).toEqual([expected]);
  });

  describe('of a container that reaches the Docker socket', () => {
    const needed = /^(.*): needs a digest, .*: "adopt images --pin" adds it$/;
    const paths = (overlay: string) => errors(overlay).map((message) => needed.exec(message)?.[1] ?? message);
    const proxied = (image: string, own = '') =>
      `alloy: { image: "grafana/alloy:v1.18.1", socketProxy: { image: "${image}" } }\n${own}`;
    const ownImage = 'services: { worker: { alloy: { image: "grafana/alloy:v1.18.1" } } }';

    it('need a digest: Alloy, and a service’s own Alloy', () => {
      expect(paths(`alloy: { image: "grafana/alloy:v1.18.1" }\n${ownImage}`)).toEqual([
        'alloy.image',
        'services.worker.alloy.image',
      ]);
    });

    it('need one in the proxy alone, where there is one', () => {
      expect(paths(proxied('nginx:1.30.6-alpine', ownImage))).toEqual(['alloy.socketProxy.image']);
      expect(paths(proxied(`nginx:1.30.6-alpine@sha256:${'a'.repeat(64)}`, ownImage))).toEqual([]);
      expect(paths(proxied(`nginx:1.28.0@sha256:${'a'.repeat(64)}`))).toEqual([
        'alloy.socketProxy.image: nginx 1.28 is too old: 1.30 or later is needed',
      ]);
    });

    it('leave room for the main container, the proxy beside the sidecar', () => {
      const overlay = (cpu: number) =>
        `alloy: { cpu: 100, socketProxy: { image: "nginx@sha256:${'a'.repeat(64)}", cpu: ${cpu} } }`;
      expect(errors(overlay(411))).toEqual([]);
      expect(errors(overlay(412))).toEqual([
        'services.worker.cpu: nothing of 512 is left for the main container: the sidecar takes 512',
      ]);
    });
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
    expect(errors('adot: { cpu: 511, memory: 896 }')).toEqual([]);
  });

  it('leave room for the proxy of Service Connect too, with a sidecar and without one', () => {
    const tight = 'adot: { memory: 897 }\nservices: { ui: { memory: 127 } }';
    expect(errors(tight)).toEqual([
      'services.worker.memory: 127 MiB of 1024 are left for the main container and the proxy of Service Connect, which needs 64 of them: set it to at least 1025',
      'services.ui.memory: 127 MiB of 127 are left for the main container and the proxy of Service Connect, which needs 64 of them: set it to at least 128',
    ]);
    expect(places(tight)).toContain('3:27 services.ui.memory');
    expect(errors('adot: { memory: 896 }\nservices: { ui: { memory: 128 } }')).toEqual([]);
    expect(findings('services: { ui: { cpu: 256 } }').warnings).toEqual([
      'services.ui.cpu: 256 CPU units of 256 are left for the main container and the proxy of Service Connect, for which alone AWS asks for 256: both will be slow under load',
    ]);
    expect(findings('services: { ui: { cpu: 257 } }').warnings).toEqual([]);
  });

  it('have metrics when they have a sidecar', () => {
    expect(errors(`services: { ${API} } }\nrollout: { waves: [{ services: [worker, history, api] }] }`)).toEqual([
      'services.api.metrics: is missing: a sidecar scrapes {port, job}; without metrics, set collector to none',
    ]);
  });

  it('leave the port of the sidecar to it, and use it where there is none', () => {
    expect(errors('services: { worker: { ports: { admin: 12345 } } }')).toEqual([
      'services.worker.ports.admin: port 12345 is taken by the sidecar',
    ]);
    expect(errors('services: { worker: { metrics: { port: 12345 } } }')).toEqual([
      'services.worker.metrics.port: port 12345 is taken by the sidecar',
    ]);
    expect(errors('services: { ui: { ports: { admin: 12345 } } }')).toEqual([]);
  });

  it('have roles whose names IAM takes', () => {
    const named = (letters: number) => `services: { worker: { container: ${'w'.repeat(letters)} } }`;
    const rest = 'app-dev-'.length + '-execution'.length;
    expect(errors(named(64 - rest))).toEqual([]);
    expect(errors(named(65 - rest))).toEqual([
      expect.stringMatching(
        /^services\.worker\.container: makes the role app-dev-w+-execution, whose name has 65 characters, and IAM takes 64/,
      ),
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

  it('have health checks that ECS takes', () => {
    const check = (command: string) => errors(`services: { ui: { healthCheck: { command: ${command} } } }`);
    const path = 'services.ui.healthCheck.command: ';
    expect(check('[CMD, /health]')).toEqual([]);
    expect(check('[CMD-SHELL, "curl -f localhost || exit 1"]')).toEqual([]);
    expect(check('[CMD]')).toEqual([`${path}expected at least 2 items`]);
    expect(check('[/health, now]')).toEqual([`${path}has to begin with CMD or CMD-SHELL`]);
    expect(check('[CMD-SHELL, curl, localhost]')).toEqual([`${path}CMD-SHELL takes one text, in quotes`]);
    expect(errors('services: { ui: { healthCheck: { command: [CMD, x], timeout: 121, interval: 4 } } }')).toEqual([
      'services.ui.healthCheck.timeout: expected at most 120, not 121',
      'services.ui.healthCheck.interval: expected at least 5, not 4',
    ]);
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

  it('warns of an analysis that is declared and not evaluated', () => {
    expect(findings('rollout:\n  analysis: {}')).toEqual({
      errors: [],
      warnings: [
        "rollout.analysis: isn't evaluated by this version: a service is judged by its deployment, sidecar and logs",
      ],
    });
    expect(places('rollout:\n  analysis: {}')).toEqual(['3:3 rollout.analysis']);
  });

  it('has freezes that end after they begin, on days that exist', () => {
    const freeze = (from: string, until: string) =>
      `protection:\n  freeze:\n    - { from: 2026-12-24, until: 2026-12-24, reason: x }\n    - { from: ${from}, until: ${until}, reason: holidays }`;
    expect(errors(freeze('2026-12-24', '2027-01-01'))).toEqual([]);
    expect(errors(freeze('2026-12-24', '2026-12-23'))).toEqual([
      'protection.freeze[1].until: is before from (2026-12-24)',
    ]);
    expect(places(freeze('2026-12-24', '2026-12-23'))).toEqual(['5:34 protection.freeze[1].until']);
    expect(errors(freeze('2026-02-30', '2026-03-01'))).toEqual([
      'protection.freeze[1].from: expected a day such as 2026-12-24, not "2026-02-30"',
    ]);
  });
});

it('rules still speak of one service when another is described wrongly', () => {
  expect(
    errors('services: { ui: { cpu: big }, worker: { capacity: fargate } }').map((text) => text.split(':')[0]),
  ).toEqual(['services.ui.cpu', 'services.worker.capacity']);
});

it('blames no name for services that are missing as a whole', () => {
  const query = 'loki: { queries: [{ class: newest, services: [worker], within: 10s }] }';
  expect(errors(`services:\n${query}`)).toEqual(['services: is empty: expected a map']);
});

it('a service that is described wrongly still counts as one that waves may name', () => {
  expect(errors('services: { history: { cpu: big } }')).toEqual(['services.history.cpu: expected a number, not "big"']);
});

it('warns when all replicas of Loki take longer to come back than lines are kept for', () => {
  const ring = 'loki: { topology: replicated, replicas: 3 }';
  const budget = (time: string) => findings(`${ring}\nalloy: { outageBudget: ${time} }`);
  expect(budget('5m')).toEqual({
    errors: [],
    warnings: [expect.stringContaining('alloy.outageBudget: is shorter than 6m')],
  });
  expect(budget('6m').warnings).toEqual([]);
  expect(findings('alloy: { outageBudget: 5m }').warnings).toEqual([]);
});
