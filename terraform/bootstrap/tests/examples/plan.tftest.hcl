# Plans what -var-file says, on a mocked provider: the variables in terraform/examples.

mock_provider "aws" {}

variables {
  # A mocked provider imports nothing.
  import_state_bucket = false
  import_loki_bucket  = false
}

run "plan" {
  command = plan
}
