import type {CertificateAuthority, IssuedCertificate} from '../mcp-server/wire/certificate-authority.ts';
import {type Nodes, startNodes} from './addresses.ts';
import type {AwsWorld} from './aws-world.ts';
import {createEdge, type EdgeOptions} from './edge.ts';
import type {Target} from './forward.ts';
import {type Startable, silentListener} from './loopback.ts';
import type {LabSetup, OddAddress} from './setup.ts';

/**
 * The world's load balancer at its addresses, in front of its only task, whose processes it asks in turn.
 * @throws UsageError where one address is to differ, and this machine has one only.
 */
export async function startLoadBalancer(
  {aws, rulesInForce, presents, speaksOldTls, oddAddress}: LabSetup,
  authority: CertificateAuthority,
  targets: readonly Target[],
): Promise<Nodes> {
  let asked = 0;
  const next = () => targets[asked++ % targets.length] ?? null;
  const edge: EdgeOptions = {
    rules: rulesInForce ?? aws.listenerRules,
    certificates: await listenerCertificates(aws, (names) =>
      presents === undefined ? authority.issue(names) : authority.issueAnew(presents.names ?? names, presents.dates),
    ),
    ...(speaksOldTls === undefined ? {} : {speaksOldTls}),
    idleTimeoutMs: Number(aws.loadBalancerAttributes['idle_timeout.timeout_seconds'] ?? 60) * 1000,
    // One service registers its tasks with every group.
    targetOf: (arn) => (aws.targetGroups.some((group) => group.arn === arn) ? next() : null),
  };
  const odd = oddAddress === undefined ? undefined : await oddListener(oddAddress, {aws, edge, authority});
  return await startNodes(() => createEdge(edge), odd);
}

/** Null: nothing listens. */
async function oddListener(
  odd: OddAddress,
  {aws, edge, authority}: {aws: AwsWorld; edge: EdgeOptions; authority: CertificateAuthority},
): Promise<(() => Startable) | null> {
  switch (odd.is) {
    case 'refusing':
      return null;
    case 'silent':
      return silentListener;
    case 'routing-by':
      return () => createEdge({...edge, rules: odd.rules});
    case 'presenting': {
      const certificates = await listenerCertificates(aws, (names) =>
        authority.issueAnew(odd.names ?? names, odd.dates),
      );
      return () => createEdge({...edge, certificates});
    }
  }
}

/** Real certificates with the recorded names: the dates that ACM reports are only judged, never served. */
async function listenerCertificates(
  aws: AwsWorld,
  issue: (names: readonly string[]) => Promise<IssuedCertificate>,
): Promise<IssuedCertificate[]> {
  const inOrder = aws.listenerCertificates.toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault));
  const namesOf = (arn: string) => aws.certificates.find((one) => one.arn === arn)?.subjectAlternativeNames ?? [];
  return await Promise.all(inOrder.map(({arn}) => issue(namesOf(arn))));
}
