import { readLedger, sidecarsOf } from '../world.ts';
import { DEMO, type Stage } from './stage.ts';

export const rollback: Stage = {
  name: 'rollback',
  title: 'Manual rollback: every service back to ADOT, without Terraform',
  async run(story) {
    const { github } = story.sandbox;
    const before = await readLedger(story);
    const inputs = {
      environment: DEMO.environment,
      to: 'adot',
      services: '',
      reason: 'The demo shows the way back',
      confirm: `rollback ${DEMO.environment}`,
    };
    await story.actions.succeed({
      workflow: 'rollback.yml',
      event: 'workflow_dispatch',
      payload: github.events.workflowDispatchEvent(inputs),
      commit: story.developer.head(),
      inputs,
    });
    const sidecars = sidecarsOf(story);
    story.check(
      'every service with a sidecar runs ADOT again',
      Object.entries(sidecars).every(
        ([service, sidecar]) => sidecar === (service === 'ui' ? 'none' : 'adot-collector'),
      ),
      JSON.stringify(sidecars),
    );
    const ledger = await readLedger(story);
    story.check('the epoch has risen', ledger.epoch > before.epoch, `${before.epoch} → ${ledger.epoch}`);
    story.check('a deploy is held until desired state changes', ledger.hold !== null);
    const branch = `rollback/${DEMO.environment}-${ledger.epoch}`;
    const reverted = story.developer.git('ls-remote', 'origin', `refs/heads/${branch}`) !== '';
    story.check('a branch reverts the desired state', reverted, `no branch ${branch}`);
    // GitHub lets no workflow open a pull request, unless the repository is set to it: a person does.
    const number = await story.developer.openPullRequestOf(
      branch,
      'Roll back',
      'What runs is what desired state says.',
    );
    return `4 services on ADOT, pull request #${number} reverts the desired state`;
  },
};
