# The bucket and what guards it are bootstrap's: the role that applies this can neither open nor delete the logs. A state that still has them lets go of
# them, and they stay as they are.
locals {
  bucket_arn = "arn:${var.aws.partition}:s3:::${var.loki.bucket_name}"
}

removed {
  from = aws_s3_bucket.this
  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_s3_bucket_public_access_block.this
  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_s3_bucket_ownership_controls.this
  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_s3_bucket_server_side_encryption_configuration.this
  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_s3_bucket_lifecycle_configuration.this
  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_s3_bucket_policy.this
  lifecycle {
    destroy = false
  }
}
