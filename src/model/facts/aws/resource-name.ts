/** The name of a resource in the checklist (`alb`, `zone`). */
export type ResourceName = string;
