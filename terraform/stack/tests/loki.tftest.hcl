# The module loki on its own: topologies, launch types, volumes, what it grants, and what it refuses.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/mock" }
  }
  mock_data "aws_vpc" {
    defaults = { cidr_block = "10.0.0.0/16" }
  }
  mock_data "aws_vpc_endpoint" {
    defaults = {
      vpc_endpoint_type = "Gateway"
      vpc_id            = "vpc-0a1b2c3d4e5f60001"
      prefix_list_id    = "pl-0a1b2c3d"
    }
  }
}

variables {
  aws                       = { account_id = "111122223333", partition = "aws", region = "eu-west-1" }
  ecs_cluster_name          = "demo"
  capacity_provider         = "demo-graviton"
  service_connect_namespace = "demo"
  vpc_id                    = "vpc-0a1b2c3d4e5f60001"
  subnet_ids                = ["subnet-0a1b2c3d4e5f60001"]
  tasks_security_group_id   = "sg-1"
  prometheus_workspace_arn  = "arn:aws:aps:eu-west-1:111122223333:workspace/ws-1"
  s3_vpc_endpoint_id        = "vpce-0a1b2c3d4e5f60001"
}

run "fixture" {
  module {
    source = "./tests/fixture"
  }
}

run "loki_writes_where_it_shall" {
  command = apply
  module {
    source = "../modules/loki"
  }
  variables {
    loki = run.fixture.loki.single
  }
  assert {
    condition     = [for each in aws_ecs_task_definition.this.volume : each.name if each.host_path == "/var/lib/loki"] == ["loki-data"]
    error_message = "What Loki writes to lies on the instance, its configuration doesn't."
  }
  assert {
    condition     = aws_vpc_security_group_egress_rule.s3.prefix_list_id == "pl-0a1b2c3d" && [aws_vpc_security_group_egress_rule.https.from_port, aws_vpc_security_group_egress_rule.https.to_port] == [443, 443]
    error_message = "The ways out are the endpoint's prefix list and HTTPS."
  }
  assert {
    condition     = flatten(jsondecode(aws_iam_role_policy.task.policy).Statement[*].Action) == ["s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "aps:RemoteWrite"]
    error_message = "Loki may list its bucket and read, write and delete its objects, its collector write metrics; nothing else."
  }
  assert {
    condition     = [for each in jsondecode(aws_iam_role_policy.task.policy).Statement : each.Resource if each.Sid == "RemoteWrite"] == [var.prometheus_workspace_arn]
    error_message = "The collector beside Loki may write metrics to the workspace, and to no other."
  }
  assert {
    condition     = aws_ecs_service.this.deployment_minimum_healthy_percent == 0 && aws_ecs_service.this.deployment_maximum_percent == 100
    error_message = "The old task lets go of the volume before the new one takes it."
  }
  assert {
    condition     = one(aws_ecs_service.this.service_connect_configuration[0].service[*].client_alias[0].port) == 3100
    error_message = "A single Loki offers its HTTP port."
  }
}

run "passwords_of_the_gateway" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.single, { container_definitions = jsonencode([
      for each in jsondecode(run.fixture.loki.single.container_definitions) : merge(each, each.name != "loki-gateway" ? {} : {
        secrets = [
          { name = "PASSWORD_0", valueFrom = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:b-1:key::" },
          { name = "PASSWORD_1", valueFrom = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-1" },
        ]
      })
    ]) })
  }
  assert {
    condition = one(jsondecode(aws_iam_role_policy.secrets[0].policy).Statement) == {
      Effect   = "Allow", Action = ["secretsmanager:GetSecretValue"]
      Resource = ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-1", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:b-1"]
    }
    error_message = "ECS may read the gateway's passwords, and nothing else."
  }
}

run "a_loki_that_every_task_reaches" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.single, {
      container_definitions = replace(run.fixture.loki.single.container_definitions, "127.0.0.1", "0.0.0.0")
    })
  }
  expect_failures = [aws_ecs_task_definition.this]
}

run "a_loki_in_place_of_its_gateway" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.single, { container_definitions = jsonencode([
      for each in jsondecode(run.fixture.loki.single.container_definitions) : merge(each, each.name != "loki" ? {} : {
        portMappings = [{ name = "direct", containerPort = 3100, hostPort = 3100, protocol = "tcp" }]
      })
    ]) })
  }
  expect_failures = [aws_ecs_task_definition.this]
}

run "a_bucket_that_expires_before_loki_does" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.single, { retention_days = 3 })
  }
  expect_failures = [aws_ecs_task_definition.this]
}

run "a_bucket_of_bootstrap_that_expires_too_soon" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki              = run.fixture.loki.single
    bucket_chunk_days = 8
  }
  expect_failures = [aws_ecs_task_definition.this]
}

run "a_bucket_of_bootstrap_that_expires_just_in_time" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki              = run.fixture.loki.single
    bucket_chunk_days = 9
  }
  assert {
    condition     = output.bucket == run.fixture.loki.single.bucket_name
    error_message = "Loki uses the bucket of bootstrap."
  }
}

run "a_bucket_that_loki_does_not_use" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.single, { bucket_name = "another-bucket" })
  }
  expect_failures = [aws_ecs_task_definition.this]
}

run "several_tasks_with_a_ring_in_memory" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.single, { desired_count = 3 })
  }
  expect_failures = [var.loki]
}

run "three_replicas_go_one_at_a_time" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = run.fixture.loki.replicated
  }
  assert {
    condition     = aws_ecs_service.this.deployment_minimum_healthy_percent == 66 && aws_ecs_service.this.deployment_maximum_percent == 100
    error_message = "Two of three stay."
  }
  assert {
    condition     = one(aws_ecs_service.this.placement_constraints).type == "distinctInstance"
    error_message = "Each replica has an instance, and its folder, to itself."
  }
  assert {
    condition     = sort(aws_ecs_service.this.service_connect_configuration[0].service[*].discovery_name) == tolist(["loki", "loki-memberlist"])
    error_message = "Replicas find each other by name, too."
  }
  assert {
    condition     = keys(aws_vpc_security_group_ingress_rule.replicas) == ["grpc", "memberlist"]
    error_message = "Replicas reach each other, and only they do."
  }
}

run "fargate_with_efs" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.single, { launch_type = "FARGATE", wal = { storage = "efs", efs = { file_system_id = "fs-0a1b2c3d", access_point_id = "fsap-0a1b2c3d" } } })
  }
  assert {
    condition     = aws_ecs_task_definition.this.requires_compatibilities == toset(["FARGATE"]) && one(aws_ecs_service.this.capacity_provider_strategy).capacity_provider == "FARGATE"
    error_message = "Loki runs on Fargate."
  }
  assert {
    condition = [for each in aws_ecs_task_definition.this.volume :
      [each.name, each.efs_volume_configuration[0].file_system_id, each.efs_volume_configuration[0].transit_encryption, each.efs_volume_configuration[0].authorization_config[0].access_point_id]
      if length(each.efs_volume_configuration) > 0
    ] == [["loki-data", "fs-0a1b2c3d", "ENABLED", "fsap-0a1b2c3d"]]
    error_message = "What Loki writes to lies on the file system, encrypted on its way."
  }
  assert {
    condition = [for each in jsondecode(aws_iam_role_policy.task.policy).Statement :
      each.Condition.StringEquals["elasticfilesystem:AccessPointArn"] if each.Sid == "Volume"
    ] == ["arn:aws:elasticfilesystem:eu-west-1:111122223333:access-point/fsap-0a1b2c3d"]
    error_message = "The role may mount this access point and no other."
  }
  assert {
    condition     = aws_vpc_security_group_egress_rule.efs[0].cidr_ipv4 == "10.0.0.0/16"
    error_message = "There is a way to the mount target."
  }
}

run "replicas_on_fargate_with_volumes_of_their_own" {
  command = apply
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.replicated, { launch_type = "FARGATE", wal = { storage = "ebs", ebs_gigabytes = 40 } })
  }
  assert {
    condition     = [for each in aws_ecs_task_definition.this.volume : each.configure_at_launch if each.name == "loki-data"] == [true]
    error_message = "ECS gives each task a volume when it starts."
  }
  assert {
    condition = [for each in aws_ecs_service.this.volume_configuration[*].managed_ebs_volume[0] :
      [each.size_in_gb, each.encrypted, each.role_arn]
    ] == [[40, true, "arn:aws:iam::111122223333:role/mock"]]
    error_message = "Its size is what was asked for, it is encrypted, and ECS has a role to make it with."
  }
  assert {
    condition     = length(aws_ecs_service.this.placement_constraints) == 0
    error_message = "Fargate takes no placement constraints."
  }
}

run "an_ephemeral_disk" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.single, { chunk_expiration_days = 30, wal = { storage = "ephemeral" } })
  }
  assert {
    condition     = alltrue([for each in aws_ecs_task_definition.this.volume : each.host_path == null && length(each.efs_volume_configuration) == 0])
    error_message = "Nothing outlives the task."
  }
}

run "a_folder_of_an_instance_on_fargate" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.single, { launch_type = "FARGATE" })
  }
  expect_failures = [var.loki]
}

run "replicas_on_one_efs_folder" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.replicated, { wal = { storage = "efs", efs = { file_system_id = "fs-0a1b2c3d", access_point_id = "fsap-0a1b2c3d" } } })
  }
  expect_failures = [var.loki]
}

run "chunks_that_expire_before_the_compactor_comes" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.single, { chunk_expiration_days = 8 })
  }
  expect_failures = [aws_ecs_task_definition.this]
}

run "an_endpoint_of_another_vpc" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    vpc_id = "vpc-0a1b2c3d4e5f60002"
    loki   = run.fixture.loki.single
  }
  expect_failures = [data.aws_vpc_endpoint.s3]
}

run "replicas_that_are_ready_too_early" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.replicated, { replacement_pause_seconds = 301 })
  }
  expect_failures = [aws_ecs_task_definition.this]
}

run "a_health_check_that_gives_up_before_the_pause_ends" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.replicated, { container_definitions = replace(run.fixture.loki.replicated.container_definitions, "\"startPeriod\":300", "\"startPeriod\":100") })
  }
  expect_failures = [aws_ecs_task_definition.this]
}

run "replicas_whose_configuration_keeps_the_ring_in_memory" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.single, { desired_count = 3, topology = "replicated", replacement_pause_seconds = 0 })
  }
  expect_failures = [aws_ecs_task_definition.this]
}

run "efs_without_an_access_point" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.single, { wal = { storage = "efs", efs = { file_system_id = "fs-0a1b2c3d", access_point_id = "" } } })
  }
  expect_failures = [var.loki]
}

run "efs_without_anything" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.single, { wal = { storage = "efs" } })
  }
  expect_failures = [var.loki]
}

run "a_storage_that_does_not_exist" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.single, { wal = { storage = "tape" } })
  }
  expect_failures = [var.loki]
}

run "an_unknown_launch_type" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.single, { launch_type = "LAMBDA", wal = { storage = "ebs" } })
  }
  expect_failures = [var.loki]
}

run "an_unknown_topology" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.single, { topology = "ring" })
  }
  expect_failures = [var.loki]
}

run "half_a_day_of_retention" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.single, { retention_days = 7.5 })
  }
  expect_failures = [var.loki]
}

run "a_volume_of_no_size" {
  command = plan
  module {
    source = "../modules/loki"
  }
  variables {
    loki = merge(run.fixture.loki.single, { wal = { storage = "ebs", ebs_gigabytes = 0 } })
  }
  expect_failures = [var.loki]
}
