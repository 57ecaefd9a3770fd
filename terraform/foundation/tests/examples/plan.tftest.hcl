# Plans what -var-file says, on a mocked provider: the variables in terraform/examples.

mock_provider "aws" {
  mock_data "aws_ssm_parameter" {
    defaults = { value = "ami-0a1b2c3d4e5f60001" }
  }
}

run "plan" {
  command = plan
}
