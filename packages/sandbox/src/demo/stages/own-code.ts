import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reviewChange } from '../pull-request.ts';
import { DEMO, type Stage } from './stage.ts';

/** What the pull request would have run in place of the action that comments on it. */
const FORGERY = "console.log('everything is fine');\nprocess.exit(1);\n";

export const ownCode: Stage = {
  name: 'own-code',
  title: 'Pull request that brings an action of its own → it does not comment on itself',
  async run(story) {
    const { comment } = await reviewChange(story, {
      branch: 'own-code',
      title: `${DEMO.environment}: keep lines for twenty minutes without Loki`,
      why: 'And an action that says that everything is fine.',
      edits: [['alloy.outageBudget', '20m']],
      also: () => {
        writeFileSync(join(story.developer.clone, 'packages/plan-comment/dist/index.js'), FORGERY);
        // A change of code touches every environment, and the sandbox has no account for this one. Nobody has deployed it, so it may go.
        rmSync(join(story.developer.clone, 'environments', 'prod'), { recursive: true });
      },
    });
    // It would have ended with an error, and plan.yml with it.
    story.check('its comment is made by the code of main', comment.includes('fingerprint'), comment.slice(0, 400));
    story.check(
      'its comment says which code is not in effect',
      comment.includes('`packages/plan-comment`') && comment.includes('isn’t in effect here'),
      comment.slice(0, 800),
    );
    // Nobody merges it.
    story.developer.git('checkout', '--quiet', '-B', 'main', 'origin/main');
    return 'the code of main made its comment';
  },
};
