import { type Api, ApiError, type Call, type Reply, type Routes, requireAdministration } from './api.ts';
import type { ActionsSettings } from './state.ts';

/** https://docs.github.com/rest/actions/permissions and /oidc. All but the OIDC subject takes "Administration", to read as well. */
export const actionsSettingsRoutes: Routes = {
  'GET actions/permissions/workflow': (api, call) => {
    requireAdministration(call, 'read');
    const { defaultWorkflowPermissions, canApprovePullRequests } = api.state.data.actions;
    return {
      status: 200,
      body: {
        default_workflow_permissions: defaultWorkflowPermissions,
        can_approve_pull_request_reviews: canApprovePullRequests,
      },
    };
  },
  'PUT actions/permissions/workflow': (api, call) =>
    change(api, call, (settings, { default_workflow_permissions, can_approve_pull_request_reviews }) => {
      if (default_workflow_permissions === 'read' || default_workflow_permissions === 'write') {
        settings.defaultWorkflowPermissions = default_workflow_permissions;
      }
      if (typeof can_approve_pull_request_reviews === 'boolean') {
        settings.canApprovePullRequests = can_approve_pull_request_reviews;
      }
    }),
  'GET actions/permissions/fork-pr-contributor-approval': (api, call) => {
    requireAdministration(call, 'read');
    return { status: 200, body: { approval_policy: api.state.data.actions.forkApproval } };
  },
  'PUT actions/permissions/fork-pr-contributor-approval': (api, call) =>
    change(api, call, (settings, { approval_policy }) => {
      settings.forkApproval = String(approval_policy);
    }),
  'GET actions/permissions/fork-pr-workflows-private-repos': (api, call) => {
    requireAdministration(call, 'read');
    return { status: 200, body: api.state.data.actions.privateForks };
  },
  'PUT actions/permissions/fork-pr-workflows-private-repos': (api, call) =>
    change(api, call, (settings, body) => {
      const { privateForks } = settings;
      for (const name of Object.keys(privateForks)) privateForks[name] = Boolean(body[name] ?? privateForks[name]);
    }),
  'GET actions/oidc/customization/sub': (api) => ({ status: 200, body: api.state.data.actions.oidcSubject }),
  'PUT actions/oidc/customization/sub': setSubject,
};

type Change = (settings: ActionsSettings, body: Call['body']) => void;

function change(api: Api, call: Call, make: Change, status = 204): Reply {
  requireAdministration(call, 'write');
  make(api.state.data.actions, call.body);
  api.state.save();
  return status === 204 ? { status } : { status, body: {} };
}

/** Takes the permission "Actions" to write, which GITHUB_TOKEN may have; people need to be administrators. */
function setSubject(api: Api, call: Call): Reply {
  if (typeof call.body['use_default'] !== 'boolean') throw new ApiError(422, 'Validation Failed');
  return change(
    api,
    call,
    (settings, body) => {
      settings.oidcSubject = body as ActionsSettings['oidcSubject'];
    },
    201,
  );
}
