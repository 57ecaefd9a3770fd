import { join } from 'node:path';
import { runAdopt } from '../adopt.ts';
import { DEMO, type Stage } from './stage.ts';

export const verify: Stage = {
  name: 'verify',
  title: 'Look at the logs in Loki: fresh, labelled, intact',
  async run(story) {
    const verified = await runAdopt(story, ['verify', DEMO.environment, '--json']);
    story.check('adopt verify passes', verified.code === 0, verified.stderr + verified.stdout);
    story.keep('verification.json', verified.stdout);
    const rendered = await runAdopt(story, ['render', DEMO.environment, '--out', join(story.artefacts, 'rendered')]);
    story.check('adopt render writes what runs', rendered.code === 0, rendered.stderr);
    for (const path of rendered.stdout.trim().split('\n')) story.list(join('rendered', path));
    const { properties } = JSON.parse(verified.stdout) as { properties: { name: string; status: string }[] };
    const passed = properties.filter((property) => property.status === 'pass');
    story.check('at least three properties were measured', passed.length >= 3, verified.stdout);
    return `${passed.map((property) => property.name).join(', ')}: pass`;
  },
};
