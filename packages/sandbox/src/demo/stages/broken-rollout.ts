import { mergeAndDeploy, reviewChange } from '../pull-request.ts';
import { readLedger, sidecarsOf } from '../world.ts';
import { DEMO, type Stage } from './stage.ts';

/** An Alloy that this sandbox's hosts can't start: it ends two seconds after its start, and ECS stays green. */
const BROKEN_IMAGE = `grafana/alloy:v1.18.0@sha256:${'0'.repeat(64)}`;

export const brokenRollout: Stage = {
  name: 'rollout',
  title: 'Pull request: phase rollout → the second wave is broken → it is caught and rolled back',
  async run(story) {
    story.sandbox.aws.ecs.addFault({
      kind: 'crash-at-start',
      container: 'alloy',
      image: BROKEN_IMAGE,
      afterSeconds: 2,
      exitCode: 1,
      reason: 'exec /bin/alloy: exec format error',
    });
    const { pull, comment } = await reviewChange(story, {
      branch: 'rollout',
      title: `${DEMO.environment}: move the services to Alloy`,
      why: 'Wave by wave. frontend tries another build of Alloy first.',
      edits: [
        ['migration.phase', 'rollout'],
        ['services.frontend.alloy.image', BROKEN_IMAGE],
      ],
    });
    story.check(
      'its comment names the phase change',
      comment.includes('`infrastructure` → `rollout`'),
      comment.slice(0, 400),
    );

    const deployed = await mergeAndDeploy(story, pull);
    story.check('deploy.yml fails', !deployed.ok);
    const summary = deployed.jobs.map((job) => job.summary).join('\n');
    story.check(
      'the job summary names the failed gate, the container and its exit code',
      /sidecar/.test(summary) && /alloy/.test(summary) && /exit code 1/.test(summary),
      summary,
    );
    const sidecars = sidecarsOf(story);
    story.check('worker stays on Alloy', sidecars['worker'] === 'alloy', JSON.stringify(sidecars));
    story.check('frontend is back on ADOT', sidecars['frontend'] === 'adot-collector', JSON.stringify(sidecars));
    story.check(
      'matching and history never moved',
      sidecars['matching'] === 'adot-collector' && sidecars['history'] === 'adot-collector',
    );
    const ledger = await readLedger(story);
    story.check('the ledger holds further rollouts', ledger.hold !== null);
    story.check(
      'the ledger has frontend rolled back',
      ledger.services['frontend']?.state === 'rolled-back',
      JSON.stringify(ledger.services['frontend']),
    );
    return 'worker promoted, frontend caught by the gate "sidecar" and rolled back, the rest untouched';
  },
};
