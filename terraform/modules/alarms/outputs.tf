output "alarms" {
  description = "Names of the alarms."
  value = sort(concat(
    [for each in aws_cloudwatch_metric_alarm.running : each.alarm_name],
    [for each in aws_cloudwatch_metric_alarm.utilization : each.alarm_name],
    [for each in aws_cloudwatch_metric_alarm.bucket : each.alarm_name],
    [for each in aws_cloudwatch_metric_alarm.ingestion : each.alarm_name],
  ))
}
