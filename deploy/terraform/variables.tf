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

  validation {
    condition     = can(regex("^sg-[0-9a-f]+$", var.load_balancer_security_group_id))
    error_message = "This must be the id of a security group: sg-…."
  }
}

variable "load_balancer_egress" {
  description = "Whether to let that security group out to the tasks: needed where its egress is restricted, and no other rule covers port 8000. Not where its rules are written inside its own aws_security_group: that would take this one away again."
  type        = bool
  default     = false
}

variable "vpc_id" {
  description = "VPC of the load balancer."
  type        = string

  validation {
    condition     = can(regex("^vpc-[0-9a-f]+$", var.vpc_id))
    error_message = "This must be the id of a VPC: vpc-…."
  }
}

variable "subnet_ids" {
  description = "Subnets for the tasks; they need a way to the registry of the image, CloudWatch Logs and the token's secret, if any."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) > 0 && alltrue([for id in var.subnet_ids : can(regex("^subnet-[0-9a-f]+$", id))])
    error_message = "This must be a list of ids of subnets, at least one: subnet-…."
  }
}

variable "assign_public_ip" {
  description = "Whether the tasks get public addresses: needed in public subnets without a NAT gateway."
  type        = bool
  default     = false
}

variable "cluster" {
  description = "Name or ARN of the ECS cluster."
  type        = string

  validation {
    condition     = can(regex("^(arn:aws[a-z-]*:ecs:[a-z0-9-]+:[0-9]{12}:cluster/)?[a-zA-Z0-9_-]+$", var.cluster))
    error_message = "This must be the name or the ARN of an ECS cluster."
  }
}

variable "image" {
  description = "The image that was built from deploy/Containerfile, with its digest."
  type        = string

  validation {
    condition     = can(regex("^[^@\\s]+(@sha256:[0-9a-f]{64}|:[a-zA-Z0-9_][a-zA-Z0-9_.-]*)$", var.image))
    error_message = "An image with its digest, REPOSITORY@sha256:…, or at least its tag."
  }
}

variable "cpu_architecture" {
  description = "What the image was built for; any other ends with an exec format error. An ARM laptop builds for ARM64 unless configured otherwise (--platform linux/amd64)."
  type        = string
  default     = "X86_64"

  validation {
    condition     = contains(["X86_64", "ARM64"], var.cpu_architecture)
    error_message = "X86_64 or ARM64."
  }
}

variable "cpu" {
  description = "CPU units of a task, 1024 for each core."
  type        = number
  default     = 256

  validation {
    condition     = contains([256, 512, 1024, 2048, 4096], var.cpu)
    error_message = "256, 512, 1024, 2048 or 4096."
  }
}

variable "memory" {
  description = "MiB of a task; the server's default limits fit into 1024. Raise it with them."
  type        = number
  default     = 1024

  validation {
    condition     = var.memory >= 1024 && var.memory <= 30720 && var.memory % 1024 == 0
    error_message = "A multiple of 1024, at most 30720: the server's default limits do not fit into less."
  }
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

  validation {
    condition     = can(regex("^[a-z0-9-]+([.][a-z0-9-]+)+$", var.host))
    error_message = "This must be a host name in lower case, without a port: mcp.example.com."
  }
}

variable "base_path" {
  description = "The prefix that the real service will have; empty for none."
  type        = string
  default     = "/jessica-service"

  validation {
    condition     = can(regex("^(/[a-zA-Z0-9_~-][a-zA-Z0-9._~-]*)*$", var.base_path)) && length(var.base_path) <= 120
    error_message = "A path of letters, digits, \".\", \"_\", \"~\" and \"-\", at most 120, with a slash before each part, none at the end, and no part that begins with a dot: /jessica-service, or nothing."
  }
}

variable "rule_priority" {
  description = "Priority of the first listener rule; the second has the next one. Both must be free. Behind the plan's 90, so that the real service takes its path over as soon as its rule is there, and before any wider rule."
  type        = number
  default     = 91

  validation {
    condition     = var.rule_priority >= 1 && var.rule_priority <= 49999 && floor(var.rule_priority) == var.rule_priority
    error_message = "A whole number from 1 to 49999: the second rule has the next one, and 50000 is the last there is."
  }
}

variable "expire_after" {
  description = "Each task stops after this time, and ECS starts another one: set desired_count to 0 when you are done."
  type        = string
  default     = "24h"

  validation {
    condition     = can(regex("^[1-9][0-9]{0,8}(s|m|h|d)$", var.expire_after))
    error_message = "A time like 24h, at most 24d."
  }
}

variable "deregistration_delay" {
  description = "Seconds that calls and streams have left on a deployment, or when desired_count becomes 0: then the load balancer cuts them, and the server gets SIGTERM too late to end them (see target.tf). A stream that never ends gains nothing from a longer delay but a later cut, while new requests may find no task. Raise it for calls that take longer, or to see what clients will meet when the real service is deployed: AWS's default is 300."
  type        = number
  default     = 60

  validation {
    condition     = var.deregistration_delay >= 45 && var.deregistration_delay <= 3600 && floor(var.deregistration_delay) == var.deregistration_delay
    error_message = "A whole number from 45 to 3600: 45 seconds are what the server takes to end its streams by itself when it expires; they must not be cut meanwhile."
  }
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

variable "bearer_token_secret_arn" {
  description = "Full ARN of a Secrets Manager secret, or of an SSM parameter, whose whole text is the token that requests have to carry; null: none. Read when a task starts. One that is encrypted with a key of your own needs kms:Decrypt for the role of output execution_role_name, too."
  type        = string
  default     = null

  validation {
    condition     = var.bearer_token_secret_arn == null || can(regex("^arn:aws[a-z-]*:(secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[a-zA-Z0-9/_+=.@-]+-[a-zA-Z0-9]{6}|ssm:[a-z0-9-]+:[0-9]{12}:parameter/[a-zA-Z0-9/_.-]+)$", var.bearer_token_secret_arn))
    error_message = "The full ARN of a secret, its six random characters included and no key of a JSON document, or of a parameter. Never the token itself."
  }
}

variable "allow_origins" {
  description = "Origins whose pages may ask, like https://app.example.com; * for all."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for origin in var.allow_origins : can(regex("^([*]|https?://[^/?#\\s]+)$", origin))])
    error_message = "Each must be an origin like https://app.example.com, without a path, or *."
  }
}

variable "limits" {
  description = "Limits of the server to change, by name (migrate-check serve --list-limits): a number, or a time like 30s. Raise memory with them."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name, value in var.limits : can(regex("^[a-z-]+=[0-9]{1,9}(ms|s|m|h|d)?$", "${name}=${value}"))])
    error_message = "Each must be a number, or a time like 30s, under the name of a limit: {streams = 500, session-idle = \"10m\"}."
  }
}

variable "environment" {
  description = "More variables of the container: every flag of serve as MIGRATE_CHECK_<FLAG>, one value a line where it can be given several times. MIGRATE_CHECK_ALLOW_HOST and MIGRATE_CHECK_FORWARDED_HOPS take the place of what is set here. Anybody who may read the task definition can read them."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.environment) : can(regex("^[A-Za-z_][A-Za-z0-9_]*$", name))])
    error_message = "Names of variables have letters, digits and _ alone, and no digit first."
  }

  validation {
    condition = length(setintersection(keys(var.environment), [
      "BASE_PATH",
      "MIGRATE_CHECK_ALLOW_FAULTS",
      "MIGRATE_CHECK_ALLOW_ORIGIN",
      "MIGRATE_CHECK_BASE_PATH",
      "MIGRATE_CHECK_BEARER_TOKEN",
      "MIGRATE_CHECK_DRAIN_DELAY",
      "MIGRATE_CHECK_EXPIRE_AFTER",
      "MIGRATE_CHECK_GRACE",
      "MIGRATE_CHECK_HOST",
      "MIGRATE_CHECK_LIMIT",
      "MIGRATE_CHECK_PORT",
      "NODE_OPTIONS",
    ])) == 0
    error_message = "BASE_PATH, NODE_OPTIONS and MIGRATE_CHECK_… of ALLOW_FAULTS, ALLOW_ORIGIN, BASE_PATH, BEARER_TOKEN, DRAIN_DELAY, EXPIRE_AFTER, GRACE, HOST, LIMIT and PORT have a variable of their own here, or other parts depend on them."
  }
}

variable "alarm_topic_arns" {
  description = "SNS topics that alarms go to."
  type        = list(string)
  default     = []
}
