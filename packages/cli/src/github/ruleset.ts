import type { Ruleset } from '@loki-adoption/action-kit';
import { REQUIRED_CHECKS } from './required-checks.ts';

/** The only branch that deploys: the apply role's trust asks for it. */
export const BRANCH = 'main';

/**
 * What a change has to pass on its way to the branch that deploys. `actionsAppId` is the number of GitHub Actions among the apps: a
 * check of the same name that somebody else reports doesn't count.
 */
export function rulesetOf(actionsAppId: number): Ruleset {
  return {
    name: 'What deploys is reviewed',
    target: 'branch',
    enforcement: 'active',
    bypass_actors: [],
    conditions: { ref_name: { include: [`refs/heads/${BRANCH}`], exclude: [] } },
    rules: [
      { type: 'deletion' },
      { type: 'non_fast_forward' },
      {
        type: 'pull_request',
        parameters: {
          required_approving_review_count: 1,
          require_code_owner_review: true,
          dismiss_stale_reviews_on_push: true,
          require_last_push_approval: true,
          required_review_thread_resolution: false,
        },
      },
      {
        type: 'required_status_checks',
        parameters: {
          strict_required_status_checks_policy: false,
          required_status_checks: REQUIRED_CHECKS.map((context) => ({ context, integration_id: actionsAppId })),
        },
      },
    ],
  };
}
