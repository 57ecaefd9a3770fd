# What the roles are trusted with, on a mocked provider: no account, no network.

mock_provider "aws" {
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::demo-state" }
  }
  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::111122223333:policy/mock" }
  }
}

variables {
  environment             = "dev"
  project_name            = "demo"
  aws_region              = "eu-west-1"
  aws_account_id          = "111122223333"
  state_bucket            = "demo-state"
  state_key               = "dev/terraform.tfstate"
  loki_bucket             = "demo-loki-logs-111122223333"
  loki_chunk_days         = 9
  s3_vpc_endpoint_id      = "vpce-0a1b2c3d4e5f60001"
  log_group_prefix        = "/ecs/demo/"
  prometheus_workspace_id = "ws-1"
  github                  = { owner = "acme", repository = "platform" }
  # A mocked provider imports nothing.
  import_state_bucket = false
  import_loki_bucket  = false
}

run "one_job_one_role" {
  command = plan

  assert {
    condition     = output.subjects == { plan = "repo:acme/platform:environment:dev-plan", apply = "repo:acme/platform:environment:dev" }
    error_message = "Found: ${jsonencode(output.subjects)}"
  }
  assert {
    condition = jsondecode(aws_iam_role.apply.assume_role_policy).Statement[*].Condition == [{ StringEquals = {
      "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
      "token.actions.githubusercontent.com:sub" = "repo:acme/platform:environment:dev"
      "token.actions.githubusercontent.com:ref" = "refs/heads/main"
      "token.actions.githubusercontent.com:job_workflow_ref" = [
        "acme/platform/.github/workflows/deploy.yml@refs/heads/main",
        "acme/platform/.github/workflows/rollback.yml@refs/heads/main",
      ]
    } }]
    error_message = "The apply role is for two workflows of main, in one environment, and for nothing else: ${aws_iam_role.apply.assume_role_policy}"
  }
  assert {
    condition = jsondecode(aws_iam_role.plan.assume_role_policy).Statement[*].Condition == [{
      StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = "repo:acme/platform:environment:dev-plan"
      }
      StringLike = { "token.actions.githubusercontent.com:job_workflow_ref" = ["acme/platform/.github/workflows/plan.yml@*"] }
    }]
    error_message = "The plan role is for one workflow of any pull request, in one environment: ${aws_iam_role.plan.assume_role_policy}"
  }
  assert {
    condition     = aws_iam_role.apply.max_session_duration == 21600 && aws_iam_role.plan.max_session_duration == 3600
    error_message = "A rollout bakes for hours, a plan doesn't."
  }
}

run "nothing_changes_everything" {
  command = plan

  # Wildcards in actions, and the resource * for anything but reading.
  assert {
    condition = alltrue(flatten([for policy in concat([aws_iam_role_policy.plan.policy], values(aws_iam_policy.apply)[*].policy) : [
      for statement in jsondecode(policy).Statement : [for action in flatten([statement.Action]) : !strcontains(action, "*")]
    ]]))
    error_message = "An action with a wildcard."
  }
  assert {
    condition = alltrue(flatten([for policy in concat([aws_iam_role_policy.plan.policy], values(aws_iam_policy.apply)[*].policy) : [
      for statement in jsondecode(policy).Statement : [for action in flatten([statement.Action]) : can(regex(":(Describe|Get|List|Query)", action))]
      if statement.Effect == "Allow" && contains(flatten([statement.Resource]), "*")
    ]]))
    error_message = "An action that changes something, on everything."
  }
  assert {
    condition = alltrue(flatten([for statement in jsondecode(aws_iam_role_policy.plan.policy).Statement : [
      for action in flatten([statement.Action]) : can(regex(":(Describe|Get|List|Query)", action))
    ]]))
    error_message = "The plan role changes something."
  }
  assert {
    condition     = anytrue([for statement in jsondecode(aws_iam_policy.apply["deploy"].policy).Statement : statement.Effect == "Deny" && contains(statement.Action, "logs:DeleteLogGroup")])
    error_message = "Log groups are never deleted."
  }
  assert {
    condition = [for statement in jsondecode(aws_iam_policy.apply["deploy"].policy).Statement : statement.Resource if try(statement.Sid, "") == "LogGroups"] == [
      ["arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/demo/*", "arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/demo/*:*"],
    ]
    error_message = "Log groups of the stack may be made, and no others."
  }
  assert {
    condition = alltrue([for statement in jsondecode(aws_iam_policy.apply["roles"].policy).Statement :
      statement.Condition.StringEquals["iam:PermissionsBoundary"] == "arn:aws:iam::111122223333:policy/demo-boundary" if contains(statement.Action, "iam:CreateRole") && statement.Effect == "Allow"
    ])
    error_message = "A role can be created without the boundary."
  }
  assert {
    condition = alltrue(flatten([for statement in jsondecode(aws_iam_policy.boundary.policy).Statement : [
      for action in flatten([statement.Action]) : !strcontains(action, "*") && !startswith(action, "iam:") && !startswith(action, "sts:")
    ] if statement.Effect == "Allow"]))
    error_message = "Within the boundary a role could widen itself."
  }
  assert {
    condition     = aws_iam_role.apply.permissions_boundary == "arn:aws:iam::111122223333:policy/demo-github-boundary" && aws_iam_role.plan.permissions_boundary == "arn:aws:iam::111122223333:policy/demo-github-apply-read"
    error_message = "Both roles are bounded."
  }
  assert {
    condition = length(aws_iam_role_policy.plan.policy) <= 10240 && alltrue([
      for policy in concat(values(aws_iam_policy.apply), [aws_iam_policy.boundary, aws_iam_policy.deployer_boundary]) : length(policy.policy) <= 6144
    ])
    error_message = "A policy is larger than IAM takes: ${jsonencode([for policy in aws_iam_policy.apply : length(policy.policy)])}"
  }
}

run "tasks_are_given_what_is_named" {
  command = plan
  variables {
    secrets             = ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-abcdef"]
    parameters          = ["arn:aws:ssm:eu-west-1:111122223333:parameter/shared/*"]
    loki_file_system_id = "fs-0abc1234"
    grafana_role_name   = "grafana"
    log_groups          = { "/ecs/demo/worker" = 14 }
  }
  assert {
    condition = { for statement in jsondecode(aws_iam_policy.boundary.policy).Statement : statement.Sid => statement.Resource if contains(["Secrets", "Parameters", "LokiVolume"], statement.Sid) } == {
      Secrets    = ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:demo/*", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-abcdef"]
      Parameters = ["arn:aws:ssm:eu-west-1:111122223333:parameter/demo/*", "arn:aws:ssm:eu-west-1:111122223333:parameter/shared/*"]
      LokiVolume = "arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-0abc1234"
    }
    error_message = "The boundary has what is named, and what begins with the project's name and a slash."
  }
  assert {
    condition     = aws_iam_role_policy.grafana[0].role == "grafana" && alltrue([for action in flatten(jsondecode(aws_iam_role_policy.grafana[0].policy).Statement[*].Action) : can(regex(":(Get|List|Query)", action))])
    error_message = "A Grafana that was there before may query."
  }
  assert {
    condition     = aws_cloudwatch_log_group.this["/ecs/demo/worker"].retention_in_days == 14 && aws_cloudwatch_log_group.this["/ecs/demo/worker"].skip_destroy
    error_message = "How long logs are kept is said here."
  }
}

run "lokis_bucket_is_guarded_here" {
  command = plan

  assert {
    condition     = { for rule in aws_s3_bucket_lifecycle_configuration.loki.rule : rule.filter[0].prefix => rule.expiration[0].days } == { "fake/" = 9, "service." = 9 }
    error_message = "Only chunks expire, not the index without which none is found."
  }
  assert {
    condition = { for each in jsondecode(aws_s3_bucket_policy.loki.policy).Statement : each.Sid => each.Condition } == {
      OnlyTls                       = { Bool = { "aws:SecureTransport" = "false" } }
      ObjectsOnlyThroughTheEndpoint = { StringNotEquals = { "aws:sourceVpce" = "vpce-0a1b2c3d4e5f60001" } }
    }
    error_message = "Whoever isn't on TLS is refused, and whoever asks for objects from elsewhere: ${aws_s3_bucket_policy.loki.policy}"
  }
  assert {
    condition = alltrue([for each in jsondecode(aws_s3_bucket_policy.loki.policy).Statement :
    alltrue([for action in flatten([each.Action]) : can(regex("^s3:(Get|Put|Delete)Object\\*$", action))]) if each.Sid != "OnlyTls"])
    error_message = "Denied away from the endpoint are object calls only: anything else would lock Terraform out."
  }
  assert {
    condition     = alltrue([for guard in ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"] : aws_s3_bucket_public_access_block.loki[guard]])
    error_message = "Nothing of it is public."
  }
  assert {
    condition     = aws_s3_bucket_ownership_controls.loki.rule[0].object_ownership == "BucketOwnerEnforced" && one(one(aws_s3_bucket_server_side_encryption_configuration.loki.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "Encrypted, and without lists of access."
  }
  assert {
    condition     = [for environment in ["dev", "dev-plan"] : output.github_variables[environment].AWS_LOKI_CHUNK_DAYS] == ["9", "9"]
    error_message = "The stack hears how long chunks are kept, so that it keeps nothing longer."
  }
}

run "roles_from_before_there_was_a_path" {
  command = plan
  variables {
    role_names = ["demo-worker-task", "demo-worker-execution"]
  }
  override_data {
    target = data.aws_iam_roles.named
    values = { arns = ["arn:aws:iam::111122223333:role/demo-worker-task", "arn:aws:iam::111122223333:role/demo/demo-worker-execution"] }
  }
  override_data {
    target = data.aws_iam_role.at_root
    values = { tags = { Project = "demo" } }
  }
  assert {
    condition = [for name in ["names", "pass"] : jsondecode(aws_iam_policy.apply[name].policy).Statement[0].Resource] == [
      for name in ["names", "pass"] : ["arn:aws:iam::111122223333:role/demo/*", "arn:aws:iam::111122223333:role/demo-worker-task"]
    ]
    error_message = "They are named one by one, beside the path."
  }
  assert {
    condition = [for environment in ["dev", "dev-plan"] : [output.github_variables[environment].AWS_ROLE_PATH, output.github_variables[environment].AWS_ROLES_AT_ROOT]] == [
      for environment in ["dev", "dev-plan"] : ["/demo/", jsonencode(["demo-worker-task"])]
    ]
    error_message = "The stack hears which, so that it leaves them where they are."
  }
}

run "a_role_of_somebody_else" {
  command = plan
  variables {
    role_names = ["demo-worker-task"]
  }
  override_data {
    target = data.aws_iam_roles.named
    values = { arns = ["arn:aws:iam::111122223333:role/demo-worker-task"] }
  }
  override_data {
    target = data.aws_iam_role.at_root
    values = { tags = { Project = "demo-worker" } }
  }
  expect_failures = [aws_iam_policy.apply]
}

run "an_immutable_subject" {
  command = plan
  variables {
    github               = { owner = "acme", repository = "platform", owner_id = "11", repository_id = "22" }
    github_subject       = "immutable"
    create_oidc_provider = false
  }
  assert {
    condition     = output.subjects.apply == "repo:acme@11/platform@22:environment:dev"
    error_message = "Found: ${output.subjects.apply}"
  }
  assert {
    condition     = jsondecode(aws_iam_role.plan.assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:repository_id"] == "22"
    error_message = "The repository's id is asked for as well."
  }
  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0
    error_message = "An account has one provider."
  }
}

run "the_state_is_kept" {
  command = plan
  variables {
    state_key = "terraform.tfstate"
  }
  assert {
    condition     = aws_s3_bucket_versioning.state.versioning_configuration[0].status == "Enabled" && aws_s3_bucket_public_access_block.state.restrict_public_buckets
    error_message = "Old versions of the state can be read again, by nobody else."
  }
  assert {
    condition     = [for statement in jsondecode(aws_s3_bucket_policy.state.policy).Statement : statement.Sid if statement.Effect == "Deny"] == ["OnlyTls"]
    error_message = "Only unencrypted calls are denied: anything else would lock Terraform out."
  }
  assert {
    condition = [for statement in jsondecode(aws_iam_policy.apply["state"].policy).Statement : statement.Resource if statement.Sid == "StateLockAndLedger"][0] == [
      "arn:aws:s3:::demo-state/terraform.tfstate", "arn:aws:s3:::demo-state/terraform.tfstate.tflock", "arn:aws:s3:::demo-state/ledger.json",
    ]
    error_message = "State, lock and ledger lie beside each other."
  }
}

run "ids_that_are_missing" {
  command = plan
  variables {
    github_subject      = "immutable"
    github_ref          = "refs/heads/*"
    github_workflows    = { apply = ["*.yml"] }
    workload_actions    = ["dynamodb:GetItem", "s3:*"]
    state_key           = "dev/*"
    environment         = "Dev"
    loki_bucket         = "demo-state"
    loki_chunk_days     = 2
    s3_vpc_endpoint_id  = "*"
    role_names          = ["other-task"]
    secrets             = ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:*"]
    parameters          = ["*"]
    loki_file_system_id = "fs-*"
    log_groups          = { "/ecs/other/worker" = 7 }
  }
  expect_failures = [
    var.github_subject, var.github_ref, var.github_workflows, var.workload_actions, var.state_key, var.environment, var.loki_bucket,
    var.loki_chunk_days, var.s3_vpc_endpoint_id,
    var.role_names, var.secrets, var.parameters, var.loki_file_system_id, var.log_groups,
  ]
}

run "actions_that_another_variable_is_for" {
  command = plan
  variables {
    workload_actions = ["ssm:GetParameter"]
  }
  expect_failures = [var.workload_actions]
}

run "actions_on_volumes_and_groups" {
  command = plan
  variables {
    workload_actions = ["ec2:DeleteVolume"]
  }
  expect_failures = [var.workload_actions]
}
