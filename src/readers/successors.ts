import {inDoubt, missing, type Standing} from '../domain/api-gateway/successor-standing.ts';
import type {RoutedRequest} from '../domain/listener-rules/seen-request.ts';
import {lookForText} from '../domain/repo/file-look.ts';
import type {WebRequest} from '../domain/web-acl/web-request.ts';
import type {Listener} from '../model/facts/aws-facts.ts';
import type {World} from '../model/facts/world.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import type {Successor} from '../model/successor-params.ts';
import {type AskedOfRules, ruleStanding} from './rule-successor.ts';
import {type AskedOfTasks, variableStanding} from './variable-successor.ts';
import {type AskedOfWebAcls, webAclRuleStanding, webAclStanding} from './web-acl-successor.ts';

/** Where successors are looked for. */
export interface NewWay {
  readonly alb: ResourceRef<'loadBalancer'>;
  readonly api: ResourceRef<'api'>;
  readonly service?: ResourceRef<'service'> | undefined;
  readonly file?: string | undefined;
  /** As the load balancer sees it. */
  readonly request: RoutedRequest;
  /** As the web ACL sees it. */
  readonly asked: WebRequest;
}

/** What is to be replaced. */
export interface OldWay {
  readonly stageWebAclArn: string | null;
  /** Whether it limited how many requests come. */
  readonly isLimit: boolean;
}

type SomeWorld = Pick<World, 'files'> & {
  readonly aws: AskedOfRules & AskedOfTasks & AskedOfWebAcls & Pick<World['aws'], 'listener'>;
};

/** @param to names one successor, or gives a reason alone. */
export async function standingOf(to: Successor, old: OldWay, way: NewWay, {aws, files}: SomeWorld): Promise<Standing> {
  const {alb, request, service, file} = way;
  if (to.webAcl !== undefined) return webAclStanding(to.webAcl, to.because ?? null, old, way, aws);
  if (to.webAclRule !== undefined) return webAclRuleStanding(to.webAclRule, old, way, aws);
  if (to.listenerRule !== undefined) return ruleStanding({kind: to.listenerRule}, alb, request, aws);
  if (to.header !== undefined) return ruleStanding({kind: 'header', name: to.header}, alb, request, aws);
  if (to.listener !== undefined) return mutualTlsStanding(await aws.listener(alb));
  if (to.environment !== undefined && service !== undefined) return variableStanding(to.environment, service, aws);
  if (to.text !== undefined && file !== undefined) return textStanding(to.text, file, files);
  return {kind: 'there', what: `none, because: ${to.because}`, source: 'checklist'};
}

function mutualTlsStanding({arn, mutualTls: {mode, trustStoreArn, trustStoreIsRemoved}}: Listener): Standing {
  if (mode === 'verify' && trustStoreIsRemoved) {
    const what =
      'the trust store of the listener is no longer shared with this account, and what it then accepts is not known';
    return inDoubt(what, 'have the trust store shared again, or give the listener another one');
  }
  if (mode === 'verify') {
    return {kind: 'there', what: `the listener verifies certificates of clients (${trustStoreArn})`, source: arn};
  }
  if (mode !== 'off' && mode !== 'passthrough') {
    const what = `mutual TLS of the listener is ${mode}, which is not known to this version`;
    return inDoubt(what, 'look at it with `aws elbv2 describe-listeners`');
  }
  const fix = 'Give the listener a trust store and mode verify (`mutual_authentication` of the `aws_lb_listener`).';
  return missing(`the listener verifies no certificate of clients (mutual TLS ${mode})`, fix);
}

async function textStanding(wanted: string, file: string, files: World['files']): Promise<Standing> {
  const {text} = await files.read(file);
  const fix = `Correct \`file:\` or the text, or write into ${file} what takes the place of the protection.`;
  if (text === null) return missing(`there is no file ${file}`, fix);
  const look = lookForText(text, wanted);
  if ('missing' in look) return missing(`${file} ${look.missing}`, fix);
  return {kind: 'there', what: `${look.what} in line ${look.line} of ${file}`, source: `${file}:${look.line}`};
}
