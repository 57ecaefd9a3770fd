import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowOutcome } from '../../act/run-workflow.ts';
import { describeFailure } from '../github-actions.ts';
import { DEMO, type Stage } from './stage.ts';

export const comparison: Stage = {
  name: 'comparison',
  title: 'Pull requests that touch no environment, and that take one away',
  async run(story) {
    const { developer, sandbox } = story;
    const words = await developer.openPullRequest('words', 'Explain more', 'Words alone.', () =>
      appendFileSync(join(developer.clone, 'README.md'), '\nMore of it.\n'),
    );
    // What GitHub said of the base then is what it says from now on, and main moves on.
    const payload = await sandbox.github.events.pullRequestEvent(words.number, 'opened');
    developer.git('checkout', '--quiet', '-B', 'main', 'origin/main');
    appendFileSync(join(developer.clone, 'environments/prod/environment.yaml'), '# Nobody has deployed it.\n');
    developer.commit('prod: say what is known');
    developer.push('main');
    const planned = await story.actions.run({
      workflow: 'plan.yml',
      event: 'pull_request',
      payload,
      commit: words.head,
    });
    story.check('a change of words passes although main has moved on', planned.ok, describeFailure(planned));
    story.check('it touches no environment', outputOf(planned, 'environments') === '[]', describeFailure(planned));

    const removal = await developer.openPullRequest('removal', `Delete ${DEMO.environment}`, 'It runs.', () =>
      rmSync(join(developer.clone, 'environments', DEMO.environment), { recursive: true }),
    );
    const refused = await story.actions.run({
      workflow: 'plan.yml',
      event: 'pull_request',
      payload: await sandbox.github.events.pullRequestEvent(removal.number, 'opened'),
      commit: removal.head,
    });
    story.check(
      'a pull request that deletes what is deployed says that it is gone',
      outputOf(refused, 'gone') === JSON.stringify([DEMO.environment]),
      describeFailure(refused),
    );
    const failed = refused.jobs.filter(({ result }) => result === 'failure').map(({ failedSteps }) => failedSteps[0]);
    story.check(
      'and is refused, for its resources are there',
      !refused.ok &&
        failed.includes('Require that nothing is left behind') &&
        refused.jobs.some(({ log }) => /dev has \d+ resources in s3:\/\//.test(log)),
      describeFailure(refused),
    );
    // Nobody merges either.
    developer.git('checkout', '--quiet', '-B', 'main', 'origin/main');
    return `nothing is planned for words, and ${DEMO.environment} may not vanish`;
  },
};

function outputOf({ jobs }: WorkflowOutcome, name: string): string | undefined {
  return jobs.map(({ outputs }) => outputs[name]).find((value) => value !== undefined);
}
