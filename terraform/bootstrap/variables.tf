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
  description = "Name of the bucket that the stack makes for Loki."
  type        = string
  nullable    = false
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
    condition     = alltrue([for action in var.workload_actions : !contains(["iam", "sts", "organizations", "account"], split(":", action)[0])])
    error_message = "workload_actions may hold nothing of iam, sts, organizations or account: a task could widen its own permissions."
  }
}
