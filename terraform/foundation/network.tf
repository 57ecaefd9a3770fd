locals {
  zones = { for index, zone in var.zones : zone => index }
  nats  = var.nat == "none" ? {} : var.nat == "single" ? { (var.zones[0]) = 0 } : local.zones
  # Two sixteenths stay free; the small public subnets lie in the last one.
  private_cidrs = { for zone, index in local.zones : zone => cidrsubnet(var.vpc_cidr, 4, index) }
  public_cidrs  = { for zone, index in local.zones : zone => cidrsubnet(cidrsubnet(var.vpc_cidr, 4, 15), 4, index) }
}

resource "aws_vpc" "this" {
  #checkov:skip=CKV2_AWS_11:Flow logs cost by volume and belong to the account's own network policy
  cidr_block           = var.vpc_cidr
  enable_dns_hostnames = true
  enable_dns_support   = true
  tags                 = { Name = var.project_name }
}

# Taken over to be emptied: a security group with rules that nobody asked for.
resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "private" {
  for_each = local.private_cidrs

  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = each.value
  tags              = { Name = "${var.project_name}-private-${each.key}" }
}

# One table a zone, so that each zone can have its own way out.
resource "aws_route_table" "private" {
  for_each = local.zones

  vpc_id = aws_vpc.this.id
  tags   = { Name = "${var.project_name}-private-${each.key}" }
}

resource "aws_route_table_association" "private" {
  for_each = local.zones

  subnet_id      = aws_subnet.private[each.key].id
  route_table_id = aws_route_table.private[each.key].id
}

# First of all endpoints: with it Loki's chunks never leave AWS's network, and it costs nothing. Every private table routes through it.
resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.${var.aws_region}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [for zone in var.zones : aws_route_table.private[zone].id]
  tags              = { Name = "${var.project_name}-s3" }
}

resource "aws_security_group" "endpoints" {
  count = length(var.interface_endpoints) > 0 ? 1 : 0

  name        = "${var.project_name}-endpoints"
  description = "Interface endpoints of ${var.project_name}"
  vpc_id      = aws_vpc.this.id
  tags        = { Name = "${var.project_name}-endpoints" }
}

resource "aws_vpc_security_group_ingress_rule" "endpoints" {
  count = length(aws_security_group.endpoints)

  security_group_id = aws_security_group.endpoints[0].id
  description       = "AWS APIs from inside the VPC"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = aws_vpc.this.cidr_block
}

resource "aws_vpc_endpoint" "interface" {
  for_each = var.interface_endpoints

  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.${var.aws_region}.${each.value}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [for zone in var.zones : aws_subnet.private[zone].id]
  security_group_ids  = [aws_security_group.endpoints[0].id]
  tags                = { Name = "${var.project_name}-${each.value}" }
}

resource "aws_internet_gateway" "this" {
  count = length(local.nats) > 0 ? 1 : 0

  vpc_id = aws_vpc.this.id
  tags   = { Name = var.project_name }
}

resource "aws_subnet" "public" {
  for_each = { for zone, index in local.nats : zone => local.public_cidrs[zone] }

  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = each.value
  tags              = { Name = "${var.project_name}-public-${each.key}" }
}

resource "aws_route_table" "public" {
  count = length(aws_internet_gateway.this)

  vpc_id = aws_vpc.this.id
  tags   = { Name = "${var.project_name}-public" }
}

resource "aws_route" "public" {
  count = length(aws_route_table.public)

  route_table_id         = aws_route_table.public[0].id
  gateway_id             = aws_internet_gateway.this[0].id
  destination_cidr_block = "0.0.0.0/0"
}

resource "aws_route_table_association" "public" {
  for_each = local.nats

  subnet_id      = aws_subnet.public[each.key].id
  route_table_id = aws_route_table.public[0].id
}

resource "aws_eip" "nat" {
  for_each = local.nats

  domain = "vpc"
  tags   = { Name = "${var.project_name}-nat-${each.key}" }
}

resource "aws_nat_gateway" "this" {
  for_each = local.nats

  allocation_id = aws_eip.nat[each.key].id
  subnet_id     = aws_subnet.public[each.key].id
  tags          = { Name = "${var.project_name}-${each.key}" }

  depends_on = [aws_route.public]
}

resource "aws_route" "private" {
  for_each = length(local.nats) > 0 ? local.zones : {}

  route_table_id         = aws_route_table.private[each.key].id
  nat_gateway_id         = try(aws_nat_gateway.this[each.key], aws_nat_gateway.this[var.zones[0]]).id
  destination_cidr_block = "0.0.0.0/0"
}
