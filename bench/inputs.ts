/** A checklist whose items ask a server on loopback, each for a page of its own. */
export function httpChecklist(items: number, port: number): string {
  const item = (index: number) =>
    [
      `  - id: page-${index}`,
      `    title: page ${index} answers`,
      '    check: http/responds',
      '    with:',
      `      url: http://127.0.0.1:${port}/${index}`,
      `      bodyContains: page ${index}`,
    ].join('\n');
  return checklist(Array.from({length: items}, (_, index) => item(index)));
}

/** A checklist of the usual mix: groups, checks with parameters and variables, needs, and questions to people. */
export function mixedChecklist(items: number): string {
  const check = (index: number) =>
    [
      `      - id: item-${index}`,
      `        title: \${vars.host} answers on path ${index}`,
      '        check: http/responds',
      '        with:',
      `          url: https://\${vars.host}/${index}`,
      '          status: 200',
      `        plan: [${index + 1}]`,
      '        tags: [wire]',
      ...(index % 10 === 1 ? [`        needs: [item-${index - 1}]`] : []),
    ].join('\n');
  const question = (index: number) =>
    [
      `      - id: item-${index}`,
      `        title: question ${index} is answered`,
      '        manual:',
      `          ask: Is what section ${index} describes still so?`,
      '          approvers: [ops]',
      `        plan: [${index + 1}]`,
    ].join('\n');
  const group = (first: number) =>
    [
      `  - id: group-${first}`,
      `    title: section ${first}`,
      '    items:',
      ...Array.from({length: 10}, (_, offset) => (offset === 9 ? question : check)(first + offset)),
    ].join('\n');
  return checklist(Array.from({length: items / 10}, (_, index) => group(index * 10)));
}

function checklist(items: readonly string[]): string {
  const head = [
    'version: 1',
    'title: A measured checklist',
    'vars:',
    '  host: mcp.example.com',
    'people:',
    '  ops: [mg]',
  ];
  return `${[...head, 'items:', ...items].join('\n')}\n`;
}
