variable "listener_arn" {
  description = "ARN of the HTTPS listener of the central load balancer."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:listener/app/[^/]+/[^/]+/[^/]+$", var.listener_arn))
    error_message = "This must be the ARN of a listener of an application load balancer: arn:aws:elasticloadbalancing:REGION:ACCOUNT:listener/app/NAME/ID/ID."
  }
}

variable "load_balancer_security_group_id" {
  description = "Security group of that load balancer: the only one that may reach the tasks."
  type        = string
}

variable "vpc_id" {
  description = "VPC of the load balancer."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets for the tasks; they need a way to the registry of the image."
  type        = list(string)
}

variable "assign_public_ip" {
  description = "Whether the tasks get public addresses: needed in public subnets without a NAT gateway."
  type        = bool
  default     = false
}

variable "cluster" {
  description = "Name or ARN of the ECS cluster."
  type        = string
}

variable "image" {
  description = "The image that was built from deploy/Containerfile, with its digest."
  type        = string
}

variable "name" {
  description = "Name of everything that is made here; at most 32 characters, as a target group's."
  type        = string
  default     = "migrate-check-reference"

  validation {
    condition     = can(regex("^[a-zA-Z0-9][a-zA-Z0-9-]{0,30}[a-zA-Z0-9]$", var.name))
    error_message = "Letters, digits and hyphens, at most 32, no hyphen at either end."
  }
}

variable "host" {
  description = "The new host name."
  type        = string
  default     = "mcp.run.georgi.io"
}

variable "base_path" {
  description = "The prefix that the real service will have."
  type        = string
  default     = "/jessica-service"
}

variable "rule_priority" {
  description = "Priority of the first listener rule; the second has the next one. Both must be free. Behind the plan's 90, so that the real service takes its path over as soon as its rule is there, and before any wider rule."
  type        = number
  default     = 91
}

variable "expire_after" {
  description = "Each task stops after this time, and ECS starts another one: set desired_count to 0 when you are done."
  type        = string
  default     = "24h"
}

variable "desired_count" {
  description = "1, or 0 to stop. Sessions live in one process: with two tasks half of all messages would meet the wrong one."
  type        = number
  default     = 1

  validation {
    condition     = contains([0, 1], var.desired_count)
    error_message = "0 or 1."
  }
}

variable "allow_faults" {
  description = "Whether requests may ask the server to misbehave."
  type        = bool
  default     = false
}

variable "alarm_topic_arns" {
  description = "SNS topics that alarms go to."
  type        = list(string)
  default     = []
}
