import { asModelled, type Rule, refuse, type ServiceRules } from '../rules.ts';

/**
 * docs.aws.amazon.com/IAM/latest/APIReference. Sizes and counts are those of
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, of which white space isn't counted; whether a policy is one, moto checks.
 */
export function iamRules(): ServiceRules {
  const roles = rolePolicies();
  return {
    invalid: 'ValidationError',
    writes: {
      AddClientIDToOpenIDConnectProvider: asModelled,
      AttachRolePolicy: roles.attach,
      CreateOpenIDConnectProvider: identityProvider,
      CreatePolicy: managedPolicy,
      CreatePolicyVersion: managedPolicy,
      CreateRole: trustPolicy('AssumeRolePolicyDocument'),
      DeleteOpenIDConnectProvider: asModelled,
      DeletePolicy: asModelled,
      DeletePolicyVersion: asModelled,
      DeleteRole: roles.forget,
      DeleteRolePermissionsBoundary: asModelled,
      DeleteRolePolicy: roles.remove,
      DetachRolePolicy: roles.detach,
      PutRolePermissionsBoundary: asModelled,
      PutRolePolicy: roles.put,
      TagOpenIDConnectProvider: asModelled,
      TagPolicy: asModelled,
      TagRole: asModelled,
      UntagOpenIDConnectProvider: asModelled,
      UntagPolicy: asModelled,
      UntagRole: asModelled,
      UpdateAssumeRolePolicy: trustPolicy('PolicyDocument'),
      UpdateOpenIDConnectProviderThumbprint: asModelled,
      UpdateRole: asModelled,
      UpdateRoleDescription: asModelled,
    },
  };
}

const LARGEST = { managed: 6144, inlineOfARole: 10_240, trust: 2048 };
const POLICIES_PER_ROLE = 10;

function sizeOf(document: unknown): number {
  return String(document).replace(/\s/g, '').length;
}

/** As in the answers that aws/aws-cdk#18531 and serverless/serverless#7643 show: status 409. */
function exceeded(message: string) {
  return refuse('LimitExceeded', message, 409);
}

const managedPolicy: Rule = ({ PolicyDocument }) =>
  sizeOf(PolicyDocument) > LARGEST.managed
    ? exceeded(`Cannot exceed quota for PolicySize: ${LARGEST.managed}`)
    : undefined;

function trustPolicy(member: string): Rule {
  return (input) =>
    sizeOf(input[member]) > LARGEST.trust
      ? exceeded(`Cannot exceed quota for ACLSizePerRole: ${LARGEST.trust}`)
      : undefined;
}

/** API_CreateOpenIDConnectProvider. */
const identityProvider: Rule = ({ Url }) =>
  String(Url).startsWith('https://') ? undefined : refuse('ValidationError', 'Invalid Open ID Connect Provider URL');

/** Policies of roles count together, so what went through before is remembered. */
function rolePolicies() {
  const inline = new Map<string, Map<string, number>>();
  const attached = new Map<string, Set<string>>();
  const put: Rule = ({ RoleName, PolicyName, PolicyDocument }) => {
    const role = String(RoleName);
    const sizes = new Map(inline.get(role)).set(String(PolicyName), sizeOf(PolicyDocument));
    const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    if (total > LARGEST.inlineOfARole) {
      return exceeded(`Maximum policy size of ${LARGEST.inlineOfARole} bytes exceeded for role ${role}`);
    }
    inline.set(role, sizes);
    return undefined;
  };
  const attach: Rule = ({ RoleName, PolicyArn }) => {
    const policies = new Set(attached.get(String(RoleName))).add(String(PolicyArn));
    if (policies.size > POLICIES_PER_ROLE)
      return exceeded(`Cannot exceed quota for PoliciesPerRole: ${POLICIES_PER_ROLE}`);
    attached.set(String(RoleName), policies);
    return undefined;
  };
  const remove: Rule = ({ RoleName, PolicyName }) => {
    inline.get(String(RoleName))?.delete(String(PolicyName));
    return undefined;
  };
  const detach: Rule = ({ RoleName, PolicyArn }) => {
    attached.get(String(RoleName))?.delete(String(PolicyArn));
    return undefined;
  };
  const forget: Rule = ({ RoleName }) => {
    // IAM deletes a role only without policies; the inline ones that moto took with it are gone as well.
    inline.delete(String(RoleName));
    attached.delete(String(RoleName));
    return undefined;
  };
  return { put, attach, remove, detach, forget };
}
