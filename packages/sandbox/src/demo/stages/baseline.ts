import { describeFailure } from '../github-actions.ts';
import { deploy } from '../pull-request.ts';
import { readLedger, sidecarsOf } from '../world.ts';
import type { Stage } from './stage.ts';

export const baseline: Stage = {
  name: 'baseline',
  title: 'Apply the state before: ADOT sidecars and CloudWatch',
  async run(story) {
    const after = story.developer.head();
    const before = story.developer.git('rev-parse', 'HEAD~1').trim();
    const deployed = await deploy(story, before, after);
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
