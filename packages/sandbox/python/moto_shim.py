"""moto's server with what the sandbox needs on top: `python moto_shim.py --port 0 --account-id ID`.

Prints one JSON line `{"port": N}` when it listens on 127.0.0.1, and ends when its standard input closes, so that it
never outlives the process that started it.
"""

import argparse
import contextlib
import fnmatch
import json
import logging
import os
import sys
import threading
from unittest import mock

SOURCE_VPCE_HEADER = "X-Sandbox-Source-Vpce"
NEGATED = {"StringNotEquals", "StringNotLike", "StringNotEqualsIgnoreCase", "ArnNotEquals", "ArnNotLike"}
POSITIVE = {"StringEquals", "StringLike", "StringEqualsIgnoreCase", "ArnEquals", "ArnLike", "Bool"}


def condition_holds(operator, key, expected, context):
    """One entry of a policy's Condition block. A negated operator holds for a missing key, as in IAM."""
    base = operator.removesuffix("IfExists")
    if base not in NEGATED | POSITIVE:
        raise ValueError(f"the sandbox can't evaluate the policy condition {operator}")
    actual = context.get(key.lower())
    if actual is None:
        return base in NEGATED or operator != base
    wanted = [str(value) for value in (expected if isinstance(expected, list) else [expected])]
    if "Like" in base or base.startswith("Arn"):
        matched = any(fnmatch.fnmatchcase(actual, pattern) for pattern in wanted)
    else:
        fold = str.lower if base == "Bool" or base.endswith("IgnoreCase") else str
        matched = fold(actual) in [fold(value) for value in wanted]
    return matched != (base in NEGATED)


def statement_applies(statement, context):
    return all(
        condition_holds(operator, key, expected, context)
        for operator, entries in statement.get("Condition", {}).items()
        for key, expected in entries.items()
    )


def patch_bucket_policies(account_id):
    """moto refuses object calls for any Deny with a Condition, whatever the condition says: evaluate it instead.

    `aws:SourceVpce` comes from a request header; every call of the sandbox counts as encrypted.
    """
    from flask import has_request_context, request
    from moto.iam.access_control import IAMPolicy, PermissionResult
    from moto.s3.models import FakeBucket

    def get_permission(self, action, resource):
        if self.policy is None:
            return PermissionResult.NEUTRAL
        context = {"aws:securetransport": "true", "aws:principalarn": f"arn:aws:iam::{account_id}:user/sandbox"}
        if has_request_context() and request.headers.get(SOURCE_VPCE_HEADER):
            context["aws:sourcevpce"] = request.headers[SOURCE_VPCE_HEADER]
        document = json.loads(self.policy.decode())
        statements = document["Statement"]
        kept = [
            {key: value for key, value in statement.items() if key != "Condition"}
            for statement in (statements if isinstance(statements, list) else [statements])
            if statement_applies(statement, context)
        ]
        return IAMPolicy(json.dumps({**document, "Statement": kept})).is_action_permitted(action, resource)

    FakeBucket.get_permission = get_permission


def patch_security_group_rule_descriptions():
    """moto returns a rule's description only for CIDR rules; Terraform then sees a change on every plan."""
    from moto.ec2.models.security_groups import SecurityGroupRule

    plain_init = SecurityGroupRule.__init__

    def init(self, *args, **kwargs):
        plain_init(self, *args, **kwargs)
        for given in (*args, *kwargs.values()):
            if isinstance(given, dict) and "PrefixListId" in given:
                self.prefix_list_description = given.get("Description")

    def description(self):
        return (
            self.ip_range.get("Description")
            or self.source_group.get("Description")
            or getattr(self, "prefix_list_description", None)
        )

    SecurityGroupRule.__init__ = init
    SecurityGroupRule.description = property(description)


@contextlib.contextmanager
def declared_ids(options):
    """While it is open, EC2 gives out the ids that desired state names instead of random ones."""
    from moto.ec2.models import subnets, vpcs

    ids = options.get("ids")
    if ids is None:
        yield
        return
    left = list(ids["subnetIds"])
    with (
        mock.patch.object(vpcs, "random_vpc_id", lambda: ids["vpcId"]),
        mock.patch.object(vpcs, "random_vpc_ep_id", lambda: ids["s3VpcEndpointId"]),
        mock.patch.object(subnets, "random_subnet_id", lambda: left.pop(0)),
    ):
        yield


def rename_workspace(account_id, region, old, new):
    from moto.amp.models import amp_backends

    workspaces = amp_backends[account_id][region].workspaces
    workspace = workspaces.pop(old)
    workspace.workspace_id = new
    workspace.arn = workspace.arn.replace(old, new)
    workspace.endpoint = workspace.endpoint.replace(old, new)
    workspaces[new] = workspace


def seed(options, endpoint, account_id):
    """Makes what an account has before this project comes: network, namespace, AMP workspace, state bucket, a Grafana's access."""
    import boto3

    region = options["region"]

    def client(name):
        return boto3.client(
            name,
            region_name=region,
            endpoint_url=endpoint,
            aws_access_key_id="sandbox",
            aws_secret_access_key="sandbox",
        )

    ec2 = client("ec2")
    # The first call makes the region's default network; it isn't the one that ids are declared for.
    ec2.describe_vpcs()
    with declared_ids(options):
        network = seed_network(ec2, region, len(options.get("ids", {}).get("subnetIds", "ab")))
    seed_security_groups(ec2, network["vpcId"], options.get("securityGroupIds", []))
    for name in options.get("roleNames", []):
        client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": []}))
    client("servicediscovery").create_http_namespace(Name=options["namespace"])
    workspace_id = client("amp").create_workspace(alias=options["clusterName"])["workspaceId"]
    if "ids" in options:
        rename_workspace(account_id, region, workspace_id, options["ids"]["workspaceId"])
        workspace_id = options["ids"]["workspaceId"]
    s3, bucket = client("s3"), options["stateBucket"]
    location = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=bucket, **location)
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    return {**network, "workspaceId": workspace_id}


def seed_network(ec2, region, subnet_count):
    """A VPC with private subnets, one a zone, and a gateway endpoint for S3."""
    vpc_id = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc_id, EnableDnsHostnames={"Value": True})
    table_id = ec2.create_route_table(VpcId=vpc_id)["RouteTable"]["RouteTableId"]
    subnet_ids = []
    for number in range(subnet_count):
        block, zone = f"10.0.{number + 1}.0/24", f"{region}{'abc'[number % 3]}"
        subnet = ec2.create_subnet(VpcId=vpc_id, CidrBlock=block, AvailabilityZone=zone)["Subnet"]
        ec2.associate_route_table(RouteTableId=table_id, SubnetId=subnet["SubnetId"])
        subnet_ids.append(subnet["SubnetId"])
    endpoint_id = ec2.create_vpc_endpoint(
        VpcId=vpc_id,
        ServiceName=f"com.amazonaws.{region}.s3",
        VpcEndpointType="Gateway",
        RouteTableIds=[table_id],
    )["VpcEndpoint"]["VpcEndpointId"]
    return {"vpcId": vpc_id, "subnetIds": subnet_ids, "s3VpcEndpointId": endpoint_id}


def seed_security_groups(ec2, vpc_id, ids):
    """Groups with the ids that desired state names, such as a load balancer's."""
    from moto.ec2.models import security_groups

    for group_id in ids:
        with mock.patch.object(security_groups, "random_security_group_id", lambda: group_id):
            ec2.create_security_group(GroupName=f"seeded-{group_id}", Description="Seeded", VpcId=vpc_id)


def with_seed(moto_app, endpoint, account_id):
    """Answers `POST /_shim/seed`, leaves the rest to moto."""

    def app(environ, start_response):
        if environ["PATH_INFO"] != "/_shim/seed":
            return moto_app(environ, start_response)
        length = int(environ.get("CONTENT_LENGTH") or 0)
        try:
            status, body = "200 OK", seed(json.loads(environ["wsgi.input"].read(length)), endpoint(), account_id)
        except Exception as error:  # the caller shows it; the server goes on
            status, body = "500 Internal Server Error", {"message": f"{type(error).__name__}: {error}"}
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps(body).encode()]

    return app


def end_with_parent():
    def wait():
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--account-id", required=True)
    options = parser.parse_args()
    # moto reads these when it is imported.
    os.environ["MOTO_ACCOUNT_ID"] = options.account_id
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
    end_with_parent()

    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    patch_security_group_rule_descriptions()
    patch_bucket_policies(options.account_id)
    server = None
    moto_app = DomainDispatcherApplication(create_backend_app)
    app = with_seed(moto_app, lambda: f"http://127.0.0.1:{server.port}", options.account_id)
    server = make_server("127.0.0.1", options.port, app, threaded=True)
    print(json.dumps({"port": server.port}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
