import { describeFailure } from '../github-actions.ts';
import { deploy, deployByHand } from '../pull-request.ts';
import { readLedger, sidecarsOf } from '../world.ts';
import type { Stage } from './stage.ts';

export const baseline: Stage = {
  name: 'baseline',
  title: 'Apply the state before: ADOT sidecars and CloudWatch',
  async run(story) {
    const after = story.developer.head();
    const before = story.developer.git('rev-parse', 'HEAD~1').trim();
    const stopped = await deploy(story, before, after);
    const approval = stopped.jobs.map(({ log }) => /approved-plan ([0-9a-f]{64})/.exec(log)?.[1]).find(Boolean);
    story.check(
      'deploy.yml stops at a plan that no pull request has shown',
      !stopped.ok && approval !== undefined,
      describeFailure(stopped),
    );
    const deployed = await deployByHand(story, approval ?? '');
    story.check('deploy.yml applies the ADOT state', deployed.ok, describeFailure(deployed));
    const sidecars = sidecarsOf(story);
    story.check(
      'every service with metrics runs with its ADOT sidecar',
      Object.entries(sidecars).every(
        ([service, sidecar]) => sidecar === (service === 'ui' ? 'none' : 'adot-collector'),
      ),
      JSON.stringify(sidecars),
    );
    story.check('the ledger has the phase baseline', 'baseline' in (await readLedger(story)).phases);
    return `${Object.keys(sidecars).length} services run, 4 of them with ADOT`;
  },
};
