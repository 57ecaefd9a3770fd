# Plans what -var-file says, on a mocked provider: each of terraform/examples, rendered. Not among the stack's own tests, which have values of their own.

mock_provider "aws" {
  mock_data "aws_vpc_endpoint" {
    defaults = {
      vpc_endpoint_type = "Gateway"
      vpc_id            = "vpc-0a1b2c3d4e5f60001"
      prefix_list_id    = "pl-0a1b2c3d"
    }
  }
}

run "plan" {
  command = plan

  assert {
    condition     = output.loki_url == "http://loki:3100" && length(output.ecs_services) == length(var.services)
    error_message = "Loki and every service are planned."
  }
}
