/** Terraform's language, formatted as `terraform fmt` does. */

export type Argument = readonly [name: string, value: string];

export function block(
  keyword: 'data' | 'resource',
  type: string,
  name: string,
  body: readonly Argument[] | string,
): string {
  const lines = typeof body === 'string' ? body : aligned(body);
  return `${keyword} "${type}" "${name}" {${lines === '' ? '' : `\n${lines}\n`}}`;
}

/** A variable; one without a default has to be given. */
export function variable(name: string, description: string, type: string, byDefault?: string): string {
  const lines: Argument[] = [
    ['description', text(description)],
    ['type', type],
  ];
  if (byDefault !== undefined) lines.push(['default', byDefault]);
  return `variable "${name}" {\n${aligned(lines)}\n}`;
}

/** A statement of a policy document. Blank lines between arguments keep `terraform fmt` from aligning their equals signs. */
export function statement(parts: readonly string[]): string {
  return `  statement {\n${parts.join('\n\n')}\n  }`;
}

export function listArgument(name: string, values: readonly string[]): string {
  return `    ${name} = ${list(values)}`;
}

export function principals(type: 'AWS' | 'Federated', identifiers: string): string {
  return `    principals {
      type        = "${type}"
      identifiers = ${identifiers}
    }`;
}

export function condition(test: string, variableOf: string, values: readonly string[]): string {
  const shown = variableOf.startsWith('${') ? `"${variableOf}"` : text(variableOf);
  return `    condition {
      test     = ${text(test)}
      variable = ${shown}
      values   = [${values.join(', ')}]
    }`;
}

/** One value stays on its line; several go one below the other. */
function list(values: readonly string[]): string {
  if (values.length === 1) return `[${values[0]}]`;
  return `[\n${values.map((value) => `      ${value},`).join('\n')}\n    ]`;
}

function aligned(pairs: readonly Argument[]): string {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `  ${name.padEnd(width)} = ${value}`).join('\n');
}

/** A quoted text, in which HCL would read `\${` and `%{` as templates. */
export function text(value: string): string {
  return JSON.stringify(value)
    .replaceAll('${', () => '$${')
    .replaceAll('%{', () => '%%{');
}

/** Account names may hold characters that a Terraform name may not. */
export function identifier(name: string): string {
  const word = name.replace(/[^A-Za-z0-9_-]/g, '_');
  return /^[A-Za-z_]/.test(word) ? word : `_${word}`;
}

/** One line, whatever it holds. */
export function comment(line: string): string {
  return `# ${line.replace(/[\r\n\u2028\u2029]/g, ' ')}`;
}
