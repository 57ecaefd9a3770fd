import { asModelled, type Rule, refuse, type ServiceRules } from '../rules.ts';

/** API_PutRetentionPolicy, `retentionInDays`. The refusal's words are those of aws/aws-cdk#1343. */
const RETENTION = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const retention: Rule = ({ retentionInDays }) =>
  RETENTION.includes(Number(retentionInDays))
    ? undefined
    : invalid(`Invalid retention value. Valid values are: [${RETENTION.join(', ')}]`);

/** API_CreateLogGroup: "Log group names can't start with the string aws/"; `kmsKeyId` is an ARN. */
const logGroup: Rule = (input) =>
  String(input['logGroupName']).startsWith('aws/')
    ? invalid('Log groups starting with aws/ are reserved for AWS.')
    : keyArn(input);

const keyArn: Rule = ({ kmsKeyId }) =>
  kmsKeyId === undefined || /^arn:[\w-]+:kms:/.test(String(kmsKeyId))
    ? undefined
    : invalid(`'${kmsKeyId}' is not the ARN of a KMS key.`);

function invalid(message: string) {
  return refuse('InvalidParameterException', message);
}

/** docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference. */
export const LOGS: ServiceRules = {
  invalid: 'InvalidParameterException',
  writes: {
    AssociateKmsKey: keyArn,
    CreateLogGroup: logGroup,
    DeleteLogGroup: asModelled,
    DeleteRetentionPolicy: asModelled,
    DisassociateKmsKey: asModelled,
    PutRetentionPolicy: retention,
    TagResource: asModelled,
    UntagResource: asModelled,
  },
};
