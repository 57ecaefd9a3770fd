import { buildApplication, buildRouteMap, text_en } from '@stricli/core';
import { affected } from './commands/affected.ts';
import { apply } from './commands/apply.ts';
import { auditGithub } from './commands/audit-github.ts';
import { auditLockfile } from './commands/audit-lockfile.ts';
import { bootstrap } from './commands/bootstrap.ts';
import { comment } from './commands/comment.ts';
import { cost } from './commands/cost.ts';
import { demo } from './commands/demo.ts';
import { deploy } from './commands/deploy.ts';
import { images } from './commands/images.ts';
import { leftBehind } from './commands/left-behind.ts';
import { metrics } from './commands/metrics.ts';
import { plan } from './commands/plan.ts';
import { release } from './commands/release.ts';
import { render } from './commands/render.ts';
import { rollback } from './commands/rollback.ts';
import { rollout } from './commands/rollout.ts';
import { sandbox } from './commands/sandbox.ts';
import { status } from './commands/status.ts';
import { unlock } from './commands/unlock.ts';
import { validate } from './commands/validate.ts';
import { verify } from './commands/verify.ts';
import { describeError, exitCodeOfError } from './exit-codes.ts';

// What is heavy to load (AWS, GitHub, the engine) each command imports when it runs: render and validate start without it.
const routes = buildRouteMap({
  routes: {
    bootstrap,
    auditGithub,
    validate,
    render,
    images,
    affected,
    leftBehind,
    auditLockfile,
    plan,
    comment,
    apply,
    rollout,
    deploy,
    rollback,
    status,
    release,
    unlock,
    verify,
    cost,
    metrics,
    sandbox,
    demo,
  },
  docs: { brief: 'Moves services on Amazon ECS from CloudWatch Logs and ADOT to Grafana Loki and Alloy.' },
});

export const app = buildApplication(routes, {
  name: 'adopt',
  scanner: { caseStyle: 'allow-kebab-for-camel' },
  documentation: { caseStyle: 'convert-camel-to-kebab' },
  determineExitCode: exitCodeOfError,
  localization: {
    text: {
      ...text_en,
      exceptionWhileRunningCommand: (error) => describeError(error),
    },
  },
});
