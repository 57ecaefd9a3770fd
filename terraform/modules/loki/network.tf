# The S3 endpoint that the bucket policy names.
data "aws_vpc_endpoint" "s3" {
  id = var.s3_vpc_endpoint_id

  lifecycle {
    postcondition {
      condition     = self.vpc_endpoint_type == "Gateway" && self.vpc_id == var.vpc_id
      error_message = "${var.s3_vpc_endpoint_id} is a ${self.vpc_endpoint_type} endpoint of ${self.vpc_id}: Loki's bucket needs the Gateway endpoint for S3 of ${var.vpc_id}."
    }
  }
}

resource "aws_security_group" "this" {
  name        = local.name
  description = "Ports of Loki"
  vpc_id      = var.vpc_id
  tags        = { Name = local.name }
}

resource "aws_vpc_security_group_ingress_rule" "http" {
  security_group_id            = aws_security_group.this.id
  referenced_security_group_id = var.tasks_security_group_id
  description                  = "Push and query from the tasks of the cluster"
  ip_protocol                  = "tcp"
  from_port                    = local.http_port
  to_port                      = local.http_port
}

resource "aws_vpc_security_group_ingress_rule" "replicas" {
  for_each = local.replicated ? { grpc = local.grpc_port, memberlist = local.memberlist_port } : {}

  security_group_id            = aws_security_group.this.id
  referenced_security_group_id = aws_security_group.this.id
  description                  = "${each.key} between the replicas"
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}

resource "aws_vpc_security_group_egress_rule" "replicas" {
  for_each = aws_vpc_security_group_ingress_rule.replicas

  security_group_id            = aws_security_group.this.id
  referenced_security_group_id = aws_security_group.this.id
  description                  = each.value.description
  ip_protocol                  = "tcp"
  from_port                    = each.value.from_port
  to_port                      = each.value.to_port
}

resource "aws_vpc_security_group_egress_rule" "s3" {
  security_group_id = aws_security_group.this.id
  prefix_list_id    = data.aws_vpc_endpoint.s3.prefix_list_id
  description       = "The bucket, through the gateway endpoint"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

# The collector beside Loki writes metrics to the workspace, and on Fargate the image and the log go through the task's own interface, too.
# S3 still goes through the endpoint: the bucket's policy takes objects from nowhere else.
resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.this.id
  cidr_ipv4         = "0.0.0.0/0"
  description       = "Prometheus workspace; on Fargate images and logs"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

data "aws_vpc" "this" {
  count = var.loki.wal.storage == "efs" ? 1 : 0

  id = var.vpc_id
}

resource "aws_vpc_security_group_egress_rule" "efs" {
  count = var.loki.wal.storage == "efs" ? 1 : 0

  security_group_id = aws_security_group.this.id
  # The mount targets' group isn't known here; it has to admit this one.
  cidr_ipv4   = data.aws_vpc.this[0].cidr_block
  description = "Mount targets of the write-ahead log"
  ip_protocol = "tcp"
  from_port   = local.nfs_port
  to_port     = local.nfs_port
}
