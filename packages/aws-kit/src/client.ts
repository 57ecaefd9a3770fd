/**
 * What every client of this package shares. `AWS_ENDPOINT_URL` and credentials are read by the SDK itself.
 * `standard` retries throttling, 5xx and lost connections with full jitter; ECS shares its rate limits with the console
 * and Terraform, so more than the default of 3 attempts. A call that hangs is given up and retried.
 */
export function clientConfig(region: string) {
  return {
    region,
    maxAttempts: 8,
    retryMode: 'standard',
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
  } as const;
}

/** `clientConfig` for S3. Path style only where the environment names another endpoint than AWS's own. */
export function s3Config(region: string) {
  const { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3 } = process.env;
  return {
    ...clientConfig(region),
    forcePathStyle: AWS_ENDPOINT_URL !== undefined || AWS_ENDPOINT_URL_S3 !== undefined,
  };
}
