/** Who may import what. docs/architecture.md explains why. */
export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'only-action-kit-imports-actions',
      severity: 'error',
      from: { pathNot: '^packages/action-kit/' },
      to: { path: 'node_modules/@(actions|octokit)/' },
    },
    {
      name: 'only-aws-kit-imports-the-aws-sdk',
      severity: 'error',
      from: { pathNot: '^packages/aws-kit/' },
      to: { path: 'node_modules/@(aws-sdk|smithy)/' },
    },
    {
      name: 'core-is-pure',
      comment: 'Decisions are functions of data: files, processes, network and clock come in through ports.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/core/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(node:)?(fs|child_process|http|https|net|os|process|timers)(/|$)|/adapters/|packages/(action-kit|aws-kit|telemetry)/',
      },
    },
    {
      name: 'the-engine-decides-on-data',
      comment: 'What was seen and what was written down come in as values; run/ and adapters/ bring them.',
      severity: 'error',
      from: { path: '^packages/rollout-engine/src/(model|state|gates|decide)/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(node:)?(fs|child_process|http|https|net|os|process|timers|crypto)(/|$)|/(run|adapters|edge)/|ports\\.ts$|packages/(action-kit|aws-kit|telemetry)/',
      },
    },
    {
      name: 'plan-comment-escapes-in-one-place',
      comment: 'Only there is text asked whether it was scrubbed of secrets.',
      severity: 'error',
      from: { path: '^packages/plan-comment/src/', pathNot: '/show/escape\\.ts$|\\.test\\.ts$' },
      to: { path: '^packages/markdown/' },
    },
    {
      name: 'renderers-are-pure',
      severity: 'error',
      from: { path: '^packages/config-renderers/src/', pathNot: '\\.test\\.ts$|/testing/' },
      to: { path: '^(node:)?(fs|child_process|http|https|net|os|process|timers)(/|$)' },
    },
    {
      name: 'markdown-imports-nothing',
      severity: 'error',
      from: { path: '^packages/markdown/src/', pathNot: '\\.test\\.ts$|/testing/' },
      to: { pathNot: '^packages/markdown/src/(?!testing/)' },
    },
    {
      name: 'the-ecs-simulator-is-pure',
      comment: 'Time and chance come in as functions; biome.json refuses the global clocks and timers.',
      severity: 'error',
      from: { path: '^packages/ecs-simulator/src/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^packages/ecs-simulator/src/' },
    },
    {
      name: 'no-deep-imports',
      comment: 'Packages know each other by name only.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/([^/]+)/src/', pathNot: ['^packages/$1/', '^packages/[^/]+/src/(index|api)\\.ts$'] },
    },
    {
      name: 'the-sandbox-is-never-shipped',
      severity: 'error',
      from: { path: '^packages/', pathNot: '^packages/(sandbox|cli)/' },
      to: { path: '^packages/sandbox/' },
    },
    {
      name: 'the-ecs-simulator-is-never-shipped',
      comment: 'The sandbox and tests run against it.',
      severity: 'error',
      from: {
        path: '^packages/',
        pathNot: '^packages/(sandbox|ecs-simulator)/|\\.test\\.ts$|^packages/[^/]+/src/testing/',
      },
      to: { path: '^packages/ecs-simulator/' },
    },
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      from: { path: '^packages/', pathNot: '\\.test\\.ts$|/testing/' },
      to: { path: '/testing/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/(dist|fixtures)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
