import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox } from '../../sandbox.ts';
import { findTools } from '../../tools.ts';
import { git } from '../developer.ts';
import { loadDemoEnvironment } from '../world.ts';
import { DEMO, type Stage } from './stage.ts';

export const BARE_REPOSITORY = 'origin.git';

export const start: Stage = {
  name: 'sandbox',
  title: 'Start a local AWS, GitHub and Loki',
  async run(story) {
    const { aws } = loadDemoEnvironment(story.root);
    const bareRepository = join(story.artefacts, BARE_REPOSITORY);
    mkdirSync(bareRepository, { recursive: true });
    git(bareRepository, ['init', '--quiet', '--bare', '--initial-branch=main']);
    story.sandbox = await startSandbox({
      tools: findTools(story.root),
      stateDir: join(story.artefacts, 'sandbox'),
      accountId: aws.accountId,
      region: aws.region,
      repository: DEMO.repository,
      bareRepository,
    });
    const { sandbox } = story;
    story.check('AWS answers', (await fetch(`${sandbox.aws.url}/_sandbox/health`)).ok);
    const found = await fetch(`${sandbox.github.url}/repos/${DEMO.repository}`, {
      headers: { authorization: `Bearer ${sandbox.github.developerToken}` },
    });
    story.check('GitHub knows the repository', found.ok);
    const loki = await fetch(`${sandbox.loki.url}/ready`);
    story.check('Loki is away until it is deployed', loki.status === 503, `It answers ${loki.status}.`);
    return `AWS ${sandbox.aws.url}, GitHub ${sandbox.github.url}, Loki ${sandbox.loki.url} (${sandbox.loki.kind})`;
  },
};
