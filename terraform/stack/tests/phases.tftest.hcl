# An environment goes through the phases and back, on a mocked provider: no account, no network. The mock gives a resource an ARN when
# it is created and knows nothing of replacement, so equal ARNs of two runs say that the resource is the same one, not that it is unchanged.

mock_provider "aws" {
  mock_data "aws_vpc_endpoint" {
    defaults = {
      vpc_endpoint_type = "Gateway"
      vpc_id            = "vpc-0a1b2c3d4e5f60001"
      prefix_list_id    = "pl-0a1b2c3d"
    }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/mock" }
  }
}

variables {
  environment               = "dev"
  log_group_prefix          = "/ecs/demo/"
  project_name              = "demo"
  aws_region                = "eu-west-1"
  aws_account_id            = "111122223333"
  aws_partition             = "aws"
  ecs_cluster_name          = "demo"
  capacity_provider         = "demo-graviton"
  service_connect_namespace = "demo"
  vpc_id                    = "vpc-0a1b2c3d4e5f60001"
  subnet_ids                = ["subnet-0a1b2c3d4e5f60001"]
  s3_vpc_endpoint_id        = "vpce-0a1b2c3d4e5f60001"
  prometheus_workspace_id   = "ws-1"
  alloy_image               = "grafana/alloy:v1.18.1"
}

run "fixture" {
  module {
    source = "./tests/fixture"
  }
}

run "baseline" {
  variables {
    phase    = "baseline"
    loki     = null
    services = run.fixture.services.baseline
  }

  assert {
    condition     = length(module.loki) == 0 && output.loki_url == null
    error_message = "There is no Loki before phase infrastructure."
  }
  assert {
    condition     = keys(output.task_definitions.worker) == ["adot"] && keys(output.task_definitions.ui) == ["plain"]
    error_message = "Only the old variants are registered."
  }
  assert {
    condition     = output.ecs_services == { ui = "demo-ui", worker = "demo-worker" }
    error_message = "An ECS service is called like its family."
  }
}

run "infrastructure_registers_the_second_variant_and_moves_nothing" {
  variables {
    phase    = "infrastructure"
    loki     = run.fixture.loki.single
    services = run.fixture.services.infrastructure
  }

  assert {
    condition     = output.task_definitions.worker.adot == run.baseline.task_definitions.worker.adot
    error_message = "The running revision is another one."
  }
  assert {
    condition     = output.task_definitions.worker.alloy != output.task_definitions.worker.adot
    error_message = "Both variants have a revision of their own."
  }
  assert {
    condition     = output.target_task_definitions == run.baseline.target_task_definitions
    error_message = "The target changed before phase rollout."
  }
  assert {
    condition     = output.loki_url == "http://loki:3100"
    error_message = "Loki is reached by its Service Connect name."
  }
}

run "rollout_changes_the_target_only" {
  variables {
    phase    = "rollout"
    loki     = run.fixture.loki.single
    services = run.fixture.services.rollout
  }

  assert {
    condition     = output.task_definitions == run.infrastructure_registers_the_second_variant_and_moves_nothing.task_definitions
    error_message = "A rollout registered a revision."
  }
  assert {
    condition     = output.target_task_definitions.worker == output.task_definitions.worker.alloy
    error_message = "The target of a rollout is the Alloy variant."
  }
  assert {
    condition     = output.target_task_definitions.ui == run.baseline.target_task_definitions.ui
    error_message = "A service without a sidecar has nothing to move to."
  }
}

run "cleanup_leaves_one_variant" {
  variables {
    phase    = "cleanup"
    loki     = run.fixture.loki.single
    services = run.fixture.services.cleanup
  }

  assert {
    condition     = keys(output.task_definitions.worker) == ["alloy"]
    error_message = "The old variant stays."
  }
}

run "back_to_baseline" {
  variables {
    phase    = "baseline"
    loki     = null
    services = run.fixture.services.baseline
  }

  assert {
    condition     = output.target_task_definitions.worker == output.task_definitions.worker.adot && length(module.loki) == 0
    error_message = "A lower phase leads all the way back."
  }
}
