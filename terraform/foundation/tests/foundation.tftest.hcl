# Sizes and shapes of the network and the cluster, on a mocked provider: no account, no network.

mock_provider "aws" {
  mock_resource "aws_iam_instance_profile" {
    defaults = { arn = "arn:aws:iam::111122223333:instance-profile/mock" }
  }
  mock_data "aws_ssm_parameter" {
    defaults = { value = "ami-0a1b2c3d4e5f60001" }
  }
}

variables {
  project_name   = "demo"
  aws_region     = "eu-west-1"
  aws_account_id = "111122223333"
  zones          = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
}

run "instances_and_one_way_out" {
  command = plan

  assert {
    condition     = [for subnet in aws_subnet.private : subnet.cidr_block] == ["10.0.0.0/20", "10.0.16.0/20", "10.0.32.0/20"]
    error_message = "A sixteenth for each zone."
  }
  assert {
    condition     = aws_vpc_endpoint.s3.vpc_endpoint_type == "Gateway" && length(aws_route_table.private) == 3
    error_message = "S3 is reached through the gateway endpoint from every zone."
  }
  assert {
    condition     = length(aws_nat_gateway.this) == 1 && length(aws_route.private) == 3
    error_message = "Every zone goes out through the one gateway."
  }
  assert {
    condition     = aws_launch_template.instance[0].metadata_options[0].http_tokens == "required" && aws_launch_template.instance[0].block_device_mappings[0].ebs[0].encrypted == "true"
    error_message = "Instances answer IMDSv2 only, from encrypted disks."
  }
  assert {
    condition     = aws_iam_role.instance[0].permissions_boundary == "arn:aws:iam::111122223333:policy/demo-instance-boundary" && aws_iam_policy.instance_boundary[0].name == "demo-instance-boundary"
    error_message = "Instances are bounded, by the policy that is made for it."
  }
  assert {
    condition     = !strcontains(aws_iam_policy.instance_boundary[0].policy, "ssm:GetParameter") && !strcontains(aws_iam_policy.instance_boundary[0].policy, "secretsmanager")
    error_message = "A host reads no parameter and no secret."
  }
  assert {
    condition     = aws_autoscaling_group.instance[0].protect_from_scale_in && aws_ecs_capacity_provider.ec2[0].auto_scaling_group_provider[0].managed_termination_protection == "ENABLED"
    error_message = "ECS takes no instance away under a running task."
  }
  assert {
    condition     = output.capacity_provider == "demo-graviton" && output.service_connect_namespace == "demo"
    error_message = "Names are those that the desired state asks for."
  }
}

run "a_gateway_in_each_zone" {
  command = plan
  variables {
    nat      = "zonal"
    vpc_cidr = "10.8.0.0/20"
  }
  assert {
    condition     = length(aws_nat_gateway.this) == 3 && [for subnet in aws_subnet.public : subnet.cidr_block] == ["10.8.15.0/28", "10.8.15.16/28", "10.8.15.32/28"]
    error_message = "Each zone has its own way out."
  }
}

run "fargate_without_a_way_out" {
  command = plan
  variables {
    capacity            = "fargate"
    nat                 = "none"
    interface_endpoints = ["ecr.api", "ecr.dkr", "logs", "aps-workspaces"]
  }
  assert {
    condition     = length(aws_autoscaling_group.instance) + length(aws_iam_role.instance) + length(aws_internet_gateway.this) + length(aws_subnet.public) == 0
    error_message = "No instances, no public subnets."
  }
  assert {
    condition     = length(aws_vpc_endpoint.interface) == 4 && aws_ecs_cluster_capacity_providers.this.capacity_providers == toset(["FARGATE"])
    error_message = "AWS is reached through endpoints."
  }
  assert {
    condition     = output.capacity_provider == "FARGATE"
    error_message = "There is no other capacity."
  }
}

run "tasks_that_could_not_start" {
  command = plan
  variables {
    nat           = "none"
    zones         = ["eu-west-1a"]
    vpc_cidr      = "10.0.0.0/8"
    instance_type = "m7i.large"
  }
  expect_failures = [var.nat, var.zones, var.vpc_cidr, var.instance_type]
}
