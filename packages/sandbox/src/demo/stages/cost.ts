import { DEMO, type Stage } from './stage.ts';

export const cost: Stage = {
  name: 'cost',
  title: 'Run the cost report',
  async run(story) {
    const { github } = story.sandbox;
    await story.actions.succeed({
      workflow: 'cost-report.yml',
      event: 'workflow_dispatch',
      payload: github.events.workflowDispatchEvent({}),
      commit: story.developer.head(),
    });
    const comments = github
      .comments(story.costIssue)
      .filter((each) => each.body.includes(`environment=${DEMO.environment}`));
    story.check(
      'the issue has exactly one report of the environment',
      comments.length === 1,
      `It has ${comments.length}.`,
    );
    const report = comments[0]?.body ?? '';
    story.check(
      'it compares CloudWatch and Loki',
      /CloudWatch/.test(report) && /Loki/.test(report) && /\$\d/.test(report),
      report.slice(0, 400),
    );
    story.keep('comments/cost-report.md', report);
    return firstHeading(report);
  },
};

function firstHeading(markdown: string): string {
  const heading = markdown.split('\n').find((line) => line.startsWith('#')) ?? '';
  return heading.replace(/^#+ /, '');
}
