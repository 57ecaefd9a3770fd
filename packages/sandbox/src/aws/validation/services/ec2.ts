import { type Json, number, objects, text } from '@loki-adoption/ecs-simulator';
import type { Refusal } from '../refusal.ts';
import { allOf, asModelled, type Rule, refuse, type ServiceRules } from '../rules.ts';

/** API_CreateSecurityGroup and API_IpRange. The words are those of aws-cloudformation/cfn-lint#173 and hashicorp/terraform-provider-aws#43854. */
const DESCRIPTION = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{0,255}$/;
const CHARACTERS = 'a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*';

function invalid(message: string): Refusal {
  return refuse('InvalidParameterValue', message);
}

const securityGroup: Rule = ({ GroupName, Description }) => {
  for (const [name, value] of Object.entries({ GroupName, GroupDescription: Description })) {
    if (/[^\u0020-\u007e]/.test(String(value))) {
      return invalid(
        `Value (${value}) for parameter ${name} is invalid. Character sets beyond ASCII are not supported.`,
      );
    }
  }
  if (String(GroupName).startsWith('sg-')) {
    return invalid(
      `Value (${GroupName}) for parameter GroupName is invalid. Group names may not be in the format sg-*`,
    );
  }
  for (const [what, value] of Object.entries({ name: GroupName, description: Description })) {
    if (DESCRIPTION.test(String(value))) continue;
    return invalid(
      `Invalid security group ${what}. Valid ${what}s are strings less than 256 characters from the following set:  ${CHARACTERS}`,
    );
  }
  return undefined;
};

const rules: Rule = ({ IpPermissions }) => firstOf(objects(IpPermissions).map(permission));

const SOURCES = ['IpRanges', 'Ipv6Ranges', 'PrefixListIds', 'UserIdGroupPairs'];
const WITH_PORTS = ['tcp', 'udp', '6', '17'];

/** API_IpPermission. The words about ports are those of chef-boneyard/chef-provisioning-aws#183 and boto/boto3#336. */
function permission(given: Json): Refusal | undefined {
  const protocol = text(given['IpProtocol']);
  if (protocol === undefined) return refuse('MissingParameter', 'The request must contain the parameter IpProtocol');
  if (!/^(tcp|udp|icmp|icmpv6|-1|\d{1,3})$/.test(protocol) || Number(protocol) > 255) {
    return invalid(`Invalid value '${protocol}' for IP protocol. Unknown protocol.`);
  }
  const undescribed = SOURCES.flatMap((source) => objects(given[source])).find(
    ({ Description }) => Description !== undefined && !DESCRIPTION.test(String(Description)),
  );
  if (undescribed) {
    return invalid(
      `Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  ${CHARACTERS}`,
    );
  }
  return WITH_PORTS.includes(protocol) ? ports(number(given['FromPort']), number(given['ToPort'])) : undefined;
}

function ports(from: number | undefined, to: number | undefined): Refusal | undefined {
  if (from === undefined || to === undefined) {
    return invalid("Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
  }
  const outside = [from, to].find((port) => port < 0 || port > 65_535);
  if (outside !== undefined) return refuse('InvalidPermission.Malformed', `TCP/UDP port (${outside}) out of range`);
  return from > to ? invalid(`Invalid TCP/UDP port range (${from}:${to})`) : undefined;
}

/** API_Tag: a key has 127 characters at most and doesn't begin with `aws:`, a value has 256. */
function tags(given: readonly Json[]): Refusal | undefined {
  return firstOf(
    given.map(({ Key, Value }) => {
      const [key, value] = [String(Key ?? ''), String(Value ?? '')];
      if (/^aws:/i.test(key)) {
        return invalid(
          `Value ( ${key} ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use`,
        );
      }
      if (key.length > 127) return invalid(`Tag key exceeds the maximum length of 127 characters`);
      return value.length > 256 ? invalid(`Tag value exceeds the maximum length of 256 characters`) : undefined;
    }),
  );
}

const specifiedTags: Rule = ({ TagSpecifications }) =>
  tags(objects(TagSpecifications).flatMap(({ Tags }) => objects(Tags)));

function firstOf(found: readonly (Refusal | undefined)[]): Refusal | undefined {
  return found.find((refusal) => refusal !== undefined);
}

const authorize = allOf(rules, specifiedTags);

/** docs.aws.amazon.com/AWSEC2/latest/APIReference. */
export const EC2: ServiceRules = {
  invalid: 'InvalidParameterValue',
  writes: {
    AuthorizeSecurityGroupEgress: authorize,
    AuthorizeSecurityGroupIngress: authorize,
    CreateSecurityGroup: allOf(securityGroup, specifiedTags),
    CreateTags: ({ Tags }) => tags(objects(Tags)),
    DeleteSecurityGroup: asModelled,
    DeleteTags: asModelled,
    ModifySecurityGroupRules: ({ SecurityGroupRules }) =>
      firstOf(objects(SecurityGroupRules).map(({ SecurityGroupRule }) => modified(SecurityGroupRule))),
    RevokeSecurityGroupEgress: asModelled,
    RevokeSecurityGroupIngress: asModelled,
  },
};

/** API_SecurityGroupRuleRequest: the members of a permission, with one source beside them. */
function modified(rule: unknown): Refusal | undefined {
  const [given] = objects([rule]);
  return given && permission({ ...given, IpRanges: [{ Description: given['Description'] }] });
}
