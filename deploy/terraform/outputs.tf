output "target_group_arn" {
  description = "The new target group."
  value       = aws_lb_target_group.reference.arn
}

output "rule_arns" {
  description = "The listener rules that lead to it."
  value       = [aws_lb_listener_rule.mcp.arn, aws_lb_listener_rule.service.arn]
}

output "task_security_group_id" {
  description = "Security group of the tasks."
  value       = aws_security_group.task.id
}

output "execution_role_name" {
  description = "The role that starts tasks, in case it has to be allowed to read more."
  value       = aws_iam_role.execution.name
}

output "url" {
  description = "Where the server answers."
  value       = "https://${var.host}${var.base_path}"
}
