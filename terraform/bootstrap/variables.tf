variable "environment" {
  description = "Name of the environment, such as dev: GitHub's environments are called the same, and <name>-plan."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,30}$", var.environment))
    error_message = "environment has lower-case letters, digits and hyphens, at most 31."
  }
}

variable "project_name" {
  description = "Name of the cluster; prefix of everything that the stack creates, and all that the apply role may touch."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,39}$", var.project_name))
    error_message = "project_name has lower-case letters, digits and hyphens, at most 40."
  }
}

variable "aws_region" {
  description = "Region of the environment."
  type        = string
  nullable    = false
}

variable "aws_account_id" {
  description = "The only account that this may be applied to."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.aws_account_id))
    error_message = "aws_account_id has 12 digits."
  }
}

variable "aws_partition" {
  description = "aws, aws-cn or aws-us-gov."
  type        = string
  default     = "aws"
  nullable    = false

  validation {
    condition     = contains(["aws", "aws-cn", "aws-us-gov"], var.aws_partition)
    error_message = "aws_partition is aws, aws-cn or aws-us-gov."
  }
}

variable "state_bucket" {
  description = "Name of the bucket for Terraform's state and the rollout's ledger; it exists, empty, before the first run."
  type        = string
  nullable    = false
}

variable "state_key" {
  description = "Key of the stack's state; lock and ledger lie beside it."
  type        = string
  nullable    = false

  validation {
    condition     = !startswith(var.state_key, "/") && !strcontains(var.state_key, "*")
    error_message = "state_key is the key of one object, without a slash in front and without wildcards."
  }
}

variable "loki_bucket" {
  description = "Name of Loki's bucket; it exists before the first run, empty or, in an environment that is there already, with its logs."
  type        = string
  nullable    = false

  validation {
    condition     = var.loki_bucket != var.state_bucket && can(regex("^[a-z0-9.-]+$", var.loki_bucket))
    error_message = "loki_bucket is a bucket's name, and another one than state_bucket."
  }
}

variable "loki_chunk_days" {
  description = "Days after which the bucket expires chunks that Loki's own retention has missed: two more than that, at the earliest. Only here: shortening it deletes logs."
  type        = number
  nullable    = false

  validation {
    condition     = var.loki_chunk_days >= 3 && floor(var.loki_chunk_days) == var.loki_chunk_days
    error_message = "loki_chunk_days is a whole number of days, at least 3: one of retention, and two for the compactor."
  }
}

variable "s3_vpc_endpoint_id" {
  description = "Gateway endpoint for S3; objects of Loki's bucket are out of reach from anywhere else."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^vpce-[0-9a-f]+$", var.s3_vpc_endpoint_id))
    error_message = "s3_vpc_endpoint_id is an id such as vpce-0a1b2c3d4e5f60001."
  }
}

variable "log_group_prefix" {
  description = "What the name of every log group of the stack begins with, such as /ecs/dev/."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^/.+/$", var.log_group_prefix)) && !strcontains(var.log_group_prefix, "*")
    error_message = "log_group_prefix begins and ends with a slash and has no wildcards, such as /ecs/dev/."
  }
}

variable "prometheus_workspace_id" {
  description = "Amazon Managed Prometheus workspace of the environment."
  type        = string
  nullable    = false
}

variable "github" {
  description = "The repository whose workflows may assume the roles. The ids are needed for the immutable form of subjects and, where given, are asked for in the legacy form too."
  type = object({
    owner         = string
    repository    = string
    owner_id      = optional(string)
    repository_id = optional(string)
  })
  nullable = false

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+$", var.github.owner)) && can(regex("^[A-Za-z0-9._-]+$", var.github.repository))
    error_message = "github.owner and github.repository are names, without slashes or wildcards."
  }

  validation {
    condition     = alltrue([for id in [var.github.owner_id, var.github.repository_id] : id == null || can(regex("^[0-9]+$", id))])
    error_message = "github.owner_id and github.repository_id are the numbers that GitHub's API gives."
  }
}

variable "github_subject" {
  description = "How GitHub names the repository in its tokens. immutable (`OWNER@ID/REPO@ID`): repositories created, renamed or transferred since 15 July 2026. legacy (`OWNER/REPO`): the others."
  type        = string
  default     = "legacy"
  nullable    = false

  validation {
    condition     = contains(["legacy", "immutable"], var.github_subject)
    error_message = "github_subject is legacy or immutable."
  }

  validation {
    condition     = var.github_subject != "immutable" || (var.github.owner_id != null && var.github.repository_id != null)
    error_message = "github_subject immutable needs github.owner_id and github.repository_id."
  }
}

variable "github_ref" {
  description = "The only ref whose workflows may assume the apply role."
  type        = string
  default     = "refs/heads/main"
  nullable    = false

  validation {
    condition     = can(regex("^refs/[A-Za-z0-9._/-]+$", var.github_ref))
    error_message = "github_ref is one whole ref without wildcards, such as refs/heads/main."
  }
}

variable "github_workflows" {
  description = "Files in .github/workflows whose jobs may assume each role."
  type        = object({ plan = optional(set(string), ["plan.yml"]), apply = optional(set(string), ["deploy.yml", "rollback.yml"]) })
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for file in setunion(var.github_workflows.plan, var.github_workflows.apply) : can(regex("^[A-Za-z0-9._-]+\\.ya?ml$", file))])
    error_message = "github_workflows are names of files such as deploy.yml, without wildcards."
  }
}

variable "create_oidc_provider" {
  description = "Whether to create the account's GitHub OIDC provider. An account has one: false where it exists already."
  type        = bool
  default     = true
  nullable    = false
}

variable "import_state_bucket" {
  description = "Whether to take the empty state bucket over; false only where Terraform shall create it (and its state lies elsewhere)."
  type        = bool
  default     = true
  nullable    = false
}

variable "import_loki_bucket" {
  description = "Whether to take Loki's bucket over; false only where Terraform shall create it."
  type        = bool
  default     = true
  nullable    = false
}

variable "role_names" {
  description = "Names of all roles that the stack makes for this environment. Those that exist without a path, from before there was one, stay where they are."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for name in var.role_names : startswith(name, "${var.project_name}-") && can(regex("^[A-Za-z0-9._-]{1,64}$", name))])
    error_message = "role_names begin with <project_name>-, as every role of the stack does, and have no wildcards."
  }
}

variable "secrets" {
  description = "Secrets Manager secrets that tasks may be given: ARNs, or prefixes that end in one `*`. Those called <project_name>/… need not be named."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.secrets : can(regex("^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[^:*?]{2,}\\*?$", arn))])
    error_message = "secrets are ARNs of Secrets Manager secrets without a key behind them, or such prefixes and one * at the end."
  }
}

variable "parameters" {
  description = "SSM parameters that tasks may be given: ARNs, or prefixes that end in `/*`. Those below /<project_name>/ need not be named."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.parameters : can(regex("^arn:[a-z-]+:ssm:[a-z0-9-]+:[0-9]{12}:parameter/[^:*?]+(/\\*)?$", arn))])
    error_message = "parameters are ARNs of SSM parameters, or such prefixes and /* at the end."
  }
}

variable "loki_file_system_id" {
  description = "EFS file system of Loki's write-ahead log, with storage `efs`; null: none."
  type        = string
  default     = null

  validation {
    condition     = var.loki_file_system_id == null || can(regex("^fs-[0-9a-f]+$", var.loki_file_system_id))
    error_message = "loki_file_system_id is an id such as fs-0abc1234."
  }
}

variable "log_groups" {
  description = "Log groups of the environment, and the days that each keeps its lines. Only here: shortening it deletes logs, so the apply role may not."
  type        = map(number)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.log_groups) : startswith(name, var.log_group_prefix)])
    error_message = "log_groups begin with log_group_prefix."
  }
}

variable "log_groups_to_overwrite" {
  description = "Those of log_groups that get these days although somebody else made them before. The others keep their retention."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for name in var.log_groups_to_overwrite : contains(keys(var.log_groups), name)])
    error_message = "log_groups_to_overwrite names groups of log_groups."
  }
}

variable "grafana_role_name" {
  description = "Role of a Grafana that exists already, which may query the environment's metrics then; null: none. It isn't the stack's, so only this module changes it."
  type        = string
  default     = null
}

variable "workload_actions" {
  description = "What tasks may do beside logging and metrics, such as dynamodb:GetItem: the boundary of every role allows it on any resource, a role's own policy says on which. Exact actions, no wildcards."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for action in var.workload_actions : can(regex("^[a-z0-9-]+:[A-Za-z0-9]+$", action))])
    error_message = "workload_actions are exact actions such as dynamodb:GetItem, without wildcards."
  }

  validation {
    condition = alltrue([for action in var.workload_actions :
      !contains(["iam", "sts", "organizations", "account", "secretsmanager", "ssm", "elasticfilesystem"], split(":", action)[0])
    ])
    error_message = "workload_actions may hold nothing of iam, sts, organizations or account, with which a task could widen its own permissions, and nothing of secretsmanager, ssm or elasticfilesystem: secrets, parameters and loki_file_system_id say which."
  }

  validation {
    condition     = alltrue([for action in var.workload_actions : !startswith(action, "ec2:") || startswith(action, "ec2:Describe")])
    error_message = "workload_actions may hold of ec2 only what describes: volumes and security groups of everybody lie in one account."
  }
}
