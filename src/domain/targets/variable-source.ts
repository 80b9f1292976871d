import type {ContainerDefinition, EcsTask} from '../../model/facts/aws-facts.ts';

/** Where the value of a variable comes from if not from `environment` of the container definition; null when it does. */
export function variableSource(
  {name, environmentNames, secretNames, environmentFiles}: ContainerDefinition,
  tasks: readonly EcsTask[],
  variable: string,
): string | null {
  const overrides = tasks.flatMap((task) => task.overrides.filter(({container}) => container === name));
  if (overrides.some((one) => one.environmentNames.includes(variable)))
    return 'from an override at the start of a task';
  if (environmentNames.includes(variable)) return null;
  if (secretNames.includes(variable)) return 'from a secret store';
  const files = [...environmentFiles, ...overrides.flatMap((one) => one.environmentFiles)];
  return files.length > 0 ? `perhaps from ${[...new Set(files)].join(', ')}` : NOT_SET;
}

export const NOT_SET = 'not set';
