# Loki's bucket, and what guards it: whoever may change these can read all logs, or let them expire. So the stack may do neither.
# Made by `adopt bootstrap`, by hand, or, in an environment that is there already, by the stack.
import {
  for_each = var.import_loki_bucket ? toset([var.loki_bucket]) : toset([])
  to       = aws_s3_bucket.loki
  id       = each.value
}

resource "aws_s3_bucket" "loki" {
  #checkov:skip=CKV_AWS_18:Access logs of a log store are a second log store; CloudTrail data events are the account's to turn on
  #checkov:skip=CKV_AWS_21:Versions would keep what Loki's retention deletes; chunks are never overwritten
  #checkov:skip=CKV_AWS_144:A lost region takes the cluster with it; CloudWatch keeps receiving until cleanup
  #checkov:skip=CKV_AWS_145:SSE-S3 as the design says. A KMS key adds a price for each request of a store that makes millions
  #checkov:skip=CKV2_AWS_62:Nothing waits for events of this bucket
  bucket = var.loki_bucket

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_public_access_block" "loki" {
  bucket                  = aws_s3_bucket.loki.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "loki" {
  bucket = aws_s3_bucket.loki.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "loki" {
  bucket = aws_s3_bucket.loki.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "loki" {
  #checkov:skip=CKV_AWS_300:It does, for the chunks; the check wants a rule without a filter, which would also expire the index
  bucket = aws_s3_bucket.loki.id

  # Chunks lie below their tenant: one for all, or one for each service. The index lies beside them and must not expire: without
  # it no chunk is found.
  dynamic "rule" {
    for_each = { chunks = "fake/", service-chunks = "service." }
    content {
      id     = rule.key
      status = "Enabled"

      filter {
        prefix = rule.value
      }

      expiration {
        days = var.loki_chunk_days
      }

      abort_incomplete_multipart_upload {
        days_after_initiation = 1
      }
    }
  }
}

resource "aws_s3_bucket_policy" "loki" {
  bucket = aws_s3_bucket.loki.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "OnlyTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.loki_arn, "${local.loki_arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        # Only objects. With s3:* or s3:ListBucket in it Terraform, which comes from outside, could neither read nor
        # change the bucket again, nor this policy.
        Sid       = "ObjectsOnlyThroughTheEndpoint"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:GetObject*", "s3:PutObject*", "s3:DeleteObject*"]
        Resource  = "${local.loki_arn}/*"
        Condition = { StringNotEquals = { "aws:sourceVpce" = var.s3_vpc_endpoint_id } }
      },
    ]
  })

  # S3 refuses to change both of a bucket at once.
  depends_on = [aws_s3_bucket_public_access_block.loki]
}
