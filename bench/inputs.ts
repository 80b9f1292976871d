/** A checklist whose items request a page each from a server on loopback. */
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

/** A checklist whose items hold a stream each, the longest for so many seconds. */
export function streamChecklist(items: number, port: number, longestS: number): string {
  const item = (index: number) =>
    [
      `  - id: stream-${index}`,
      `    title: stream ${index} holds`,
      '    check: sse/stream-holds',
      '    with:',
      `      url: http://127.0.0.1:${port}/${index}`,
      `      holdFor: ${1 + (index % longestS)}s`,
      // The hold is measured: it is too short for a rhythm.
      '      heartbeatWithin: 1m',
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
      `          ask: Is section ${index} still correct?`,
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

/** A checklist of checks that look at AWS, all about the same few resources; no two ask exactly the same. */
export function awsChecklist(items: number): string {
  const of = (check: string, params: string) => ({check, params});
  const claims = (i: number) => [
    of('dns/record-points-to-load-balancer', '{host: mcp.run.georgi.io, zone: zone, alb: alb}'),
    of('dns/ttl-is-lowered', `{host: mcp.run.georgi.io, zone: zone, atMost: ${60 + i}s}`),
    of('acm/certificate-covers-host', `{host: mcp.run.georgi.io, alb: alb, minDaysLeft: ${i % 28}}`),
    of('alb/listener-serves-certificate', '{host: mcp.run.georgi.io, alb: alb}'),
    of('alb/priority-is-free', `{alb: alb, priority: ${1000 + i}}`),
    of(
      'alb/rule-routes-request',
      `{alb: alb, request: {host: mcp.run.georgi.io, path: /jessica-service/mcp/sse/${i}}, targetGroup: jessica-service-sse}`,
    ),
    of('alb/targets-healthy', '{alb: alb, targetGroup: jessica-service-sse}'),
    of('alb/target-group-is-used', '{alb: alb, targetGroup: jessica-service-sse}'),
    of('alb/attributes-suit-streaming', `{alb: alb, clientKeepAlive: ${60 + i}s}`),
    of('ec2/port-open-to', `{alb: alb, port: 443, from: 192.0.2.${i % 256}/32}`),
    of('ec2/load-balancer-reaches-tasks', '{alb: alb, targetGroup: jessica-service-sse, service: service}'),
    of('ecs/service-steady', '{service: service}'),
    of('ecs/service-uses-target-group', '{service: service, alb: alb, targetGroup: jessica-service-sse}'),
    of('ecs/stop-timeout-fits-drain', `{service: service, drain: ${1 + (i % 100)}s}`),
    of('apigateway/vpc-link-available', '{api: api, vpcLink: central-link}'),
    of(
      'cloudwatch/metric-within',
      `{alb: alb, metric: HTTPCode_ELB_5XX_Count, statistic: Sum, over: 15m, atMost: ${i}}`,
    ),
  ];
  const item = (i: number) => {
    const all = claims(i);
    const {check, params} = all[i % all.length] as (typeof all)[number];
    return [`  - id: item-${i}`, `    title: claim ${i} holds`, `    check: ${check}`, `    with: ${params}`].join(
      '\n',
    );
  };
  const resources = [
    'resources:',
    '  alb: {loadBalancer: central-alb}',
    '  zone: {hostedZone: georgi.io}',
    '  service: {cluster: main, service: jessica-service}',
    '  api: {api: jessica-api}',
  ].join('\n');
  const head = ['version: 1', 'title: A measured checklist', resources, 'items:'];
  return `${[...head, ...Array.from({length: items}, (_, i) => item(i))].join('\n')}\n`;
}
