import {headerNamePattern, textParam, z} from './params.ts';

/** In what the new way may keep out what API Gateway kept out. */
const FORMS = {
  webAcl: () =>
    textParam('The web ACL of the load balancer, by its name: it has to refuse what that of the stage does'),
  webAclRule: () => textParam('A rule of the web ACL of the load balancer that the request meets, by its name'),
  listenerRule: () =>
    z.enum(['login', 'token', 'address']).meta({
      description:
        'What every listener rule that forwards the request asks for first: a login (authenticate-oidc, authenticate-cognito), a token (jwt-validation), or an address of the client (source-ip)',
    }),
  header: () =>
    z
      .string()
      .regex(headerNamePattern, {error: 'is not a header name'})
      .meta({description: 'A header whose value every listener rule that forwards the request asks for'}),
  listener: () => z.enum(['mutualTls']).meta({description: 'What the listener asks of clients: a certificate'}),
  environment: () =>
    textParam('An environment variable of the running tasks that turns it on: `NAME`, or `NAME=value`'),
  text: () => textParam('A text of `file` that shows it'),
  because: () => textParam('Why it needs no successor, or one that does less'),
};

type Form = keyof typeof FORMS;

/** Where a protection went: what names it, and a reason where it is none or less. */
export interface Successor extends Readonly<Partial<Record<Exclude<Form, 'listenerRule'>, string | undefined>>> {
  readonly listenerRule?: 'login' | 'token' | 'address' | undefined;
}

/** What may take the place of each protection, and what it is. */
const SUCCESSORS: Readonly<Record<string, {readonly of: string; readonly forms: readonly Form[]}>> = {
  authorizer: {
    of: 'of the authorizer: IAM, a user pool, a token, or a function',
    forms: ['listenerRule', 'header', 'environment', 'text'],
  },
  apiKey: {of: 'of the API key', forms: ['header', 'webAclRule', 'environment', 'text']},
  webAcl: {of: 'of the web ACL of the stage', forms: ['webAcl']},
  throttling: {of: 'of the limits of stage, method and usage plan', forms: ['webAclRule', 'environment', 'text']},
  cors: {of: 'of the answers to preflights', forms: ['environment', 'text']},
  resourcePolicy: {
    of: 'of the resource policy, and of an API that is private',
    forms: ['listenerRule', 'header', 'webAclRule', 'environment', 'text'],
  },
  mutualTls: {of: 'of mutual TLS of the custom domain name', forms: ['listener']},
  requestValidation: {of: 'of the validation of requests', forms: ['environment', 'text']},
};

/** By protection. */
export function successorsParam() {
  const kinds = Object.entries(SUCCESSORS).map(([kind, {of, forms}]) => [kind, successor(of, forms)]);
  return z
    .strictObject(Object.fromEntries(kinds) as Record<string, ReturnType<typeof successor>>)
    .default({})
    .meta({description: 'Where each protection of the old route went; one that it does not have needs no successor'});
}

function successor(of: string, forms: readonly Form[]) {
  const all = [...forms, 'because' as const];
  const shape: Record<string, z.ZodType> = Object.fromEntries(all.map((form) => [form, FORMS[form]().optional()]));
  return z
    .strictObject(shape as {[Name in Form]: z.ZodType<Successor[Name]>})
    .refine((given) => Object.values(given).some((value) => value !== undefined), {
      error: `names no successor: give one of ${forms.join(', ')}, or say why it needs none (because)`,
    })
    .refine((given) => forms.filter((form) => given[form] !== undefined).length <= 1, {
      error: `names several successors: one of ${forms.join(', ')}`,
    })
    .optional()
    .meta({description: `The successor ${of}`});
}
