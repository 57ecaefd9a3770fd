import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { seedOptionsOf } from '../../aws/index.ts';
import { findTools } from '../../tools.ts';
import { copyTrackedFiles, Developer } from '../developer.ts';
import { GitHubActions } from '../github-actions.ts';
import { loadDemoEnvironment } from '../world.ts';
import { DEMO, type Stage } from './stage.ts';
import { BARE_REPOSITORY } from './start.ts';

/**
 * Waiting times of the demo. A real sidecar has to be watched for longer than the 60 seconds in which ECS doesn't
 * restart it; the sandbox's one crashes after two.
 */
const QUICK = { bake: '1s', deadline: '90s', pollInterval: '1s', window: '4s' } as const;

export const repository: Stage = {
  name: 'repository',
  title: 'Fork the repository and describe this account',
  async run(story) {
    const { sandbox } = story;
    const clone = join(story.artefacts, 'repository');
    const bareRepository = join(story.artefacts, BARE_REPOSITORY);
    mkdirSync(clone, { recursive: true });
    copyTrackedFiles(story.root, clone);
    const developer = new Developer({
      clone,
      api: sandbox.github.url,
      token: sandbox.github.developerToken,
      repository: DEMO.repository,
    });
    developer.git('init', '--quiet', '--initial-branch=main');
    developer.git('remote', 'add', 'origin', bareRepository);
    developer.commit('Fork the repository');
    developer.push('main');

    const environment = loadDemoEnvironment(clone);
    const account = await sandbox.aws.seed(seedOptionsOf(environment));
    developer.editEnvironment(DEMO.environment, [
      ['network.vpcId', account.vpcId],
      ['network.subnetIds', account.subnetIds],
      ['network.s3VpcEndpointId', account.s3VpcEndpointId],
      ['metrics.workspaceId', account.workspaceId],
      ['rollout.bake', QUICK.bake],
      ['rollout.deadline', QUICK.deadline],
      ['rollout.pollInterval', QUICK.pollInterval],
      ['rollout.gates.sidecar.window', QUICK.window],
      ['rollout.waves', environment.rollout.waves.map((wave) => ({ services: wave.services }))],
    ]);
    developer.commit(`${DEMO.environment}: this account's network, and a rollout that doesn't take the day`);
    developer.push('main');
    const described = loadDemoEnvironment(clone);
    story.check("the environment names this account's network", described.network.vpcId === account.vpcId);
    story.check('it starts before the migration', described.migration.phase === 'baseline');
    story.developer = developer;
    story.costIssue = await developer.createIssue('Logging spend');
    const tools = findTools(story.root);
    story.actions = new GitHubActions(story, {
      bareRepository,
      actBin: tools.act,
      nodeFolder: tools.nodeFolder,
      variables: {
        AWS_REGION: environment.aws.region,
        AWS_PLAN_ROLE_ARN: `arn:aws:iam::${environment.aws.accountId}:role/plan`,
        AWS_APPLY_ROLE_ARN: `arn:aws:iam::${environment.aws.accountId}:role/apply`,
        LOKI_URL: sandbox.loki.url,
        COST_ISSUE: String(story.costIssue),
      },
    });
    return `${DEMO.repository}, ${environment.cluster} in ${account.vpcId}`;
  },
};
