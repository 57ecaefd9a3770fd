import { join } from 'node:path';
import { runAdopt } from '../adopt.ts';
import { describeFailure } from '../github-actions.ts';
import { mergeAndDeploy, reviewChange } from '../pull-request.ts';
import { readLedger, sidecarsOf } from '../world.ts';
import { DEMO, type Stage } from './stage.ts';

export const infrastructure: Stage = {
  name: 'infrastructure',
  title: 'Pull request: phase infrastructure → merge → Loki runs',
  async run(story) {
    const { pull, comment } = await reviewChange(story, {
      branch: 'infrastructure',
      title: `${DEMO.environment}: deploy Loki beside what runs`,
      why: 'Bucket, service and both variants of each task definition. No service moves.',
      edits: [['migration.phase', 'infrastructure']],
    });
    story.check(
      'its comment names the phase change',
      comment.includes('`baseline` → `infrastructure`'),
      comment.slice(0, 400),
    );
    story.check('its comment shows the rendered Alloy configuration', comment.includes('alloy/worker.alloy'));

    const deployed = await mergeAndDeploy(story, pull);
    story.check('deploy.yml brings Loki up', deployed.ok, describeFailure(deployed));
    story.check('Loki answers /ready', (await fetch(`${story.sandbox.loki.url}/ready`)).ok);
    story.check('no service has moved', !Object.values(sidecarsOf(story)).includes('alloy'));
    story.check('the ledger has the phase infrastructure', 'infrastructure' in (await readLedger(story)).phases);

    const plan = await runAdopt(story, [
      'plan',
      DEMO.environment,
      '--out',
      join(story.artefacts, 'second-plan'),
      '--json',
    ]);
    story.check(
      'a second plan is empty',
      plan.code === 0 && JSON.parse(plan.stdout).changes === false,
      plan.stderr.slice(-2000) + plan.stdout,
    );
    return 'Loki is ready, a probe line came back, a second plan is empty';
  },
};
