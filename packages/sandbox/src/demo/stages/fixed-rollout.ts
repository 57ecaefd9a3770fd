import { describeFailure } from '../github-actions.ts';
import { mergeAndDeploy, reviewChange } from '../pull-request.ts';
import { allRun, currentEnvironment, readLedger, sidecarsOf } from '../world.ts';
import { DEMO, type Stage } from './stage.ts';

export const fixedRollout: Stage = {
  name: 'fix',
  title: 'Pull request: the fix → the rollout resumes where it stopped and completes',
  async run(story) {
    const { pull } = await reviewChange(story, {
      branch: 'fix',
      title: `${DEMO.environment}: frontend takes the same Alloy as the others`,
      why: 'The other build does not start on these hosts.',
      edits: [['services', undefined]],
    });
    const deployed = await mergeAndDeploy(story, pull);
    story.check('deploy.yml completes the rollout', deployed.ok, describeFailure(deployed));
    const sidecars = sidecarsOf(story);
    story.check(
      'every service with a sidecar runs Alloy',
      allRun(sidecars, currentEnvironment(story), 'alloy'),
      JSON.stringify(sidecars),
    );
    const ledger = await readLedger(story);
    story.check('the hold is gone', ledger.hold === null);
    story.check('the ledger has the phase rollout', 'rollout' in ledger.phases);
    return 'frontend, matching and history moved; worker was left as it is';
  },
};
