import {z} from 'zod';
import {RESOURCE_KINDS, type ResourceKind, type ResourceRef} from './resource-ref.ts';
import {DURATION_PATTERN, DURATION_SYNTAX, parseDuration} from './text/duration.ts';

export {z} from 'zod';

/** Marks a parameter as the name of a resource of this kind; the checklist reader finds it by its metadata. */
export function resourceParam<Kind extends ResourceKind>(kind: Kind, description: string) {
  const name = z.string().min(1).meta({description, resource: kind});
  return name as unknown as z.ZodType<ResourceRef<Kind>, string>;
}

const kindsOfResources = new WeakMap<z.ZodType, ResourceKind | null>();

/**
 * The kind of resource that a parameter names, also where it is optional; null when it names none. Worked out once: a
 * run asks for every parameter of every item.
 */
export function resourceKindOf(schema: z.ZodType): ResourceKind | null {
  const known = kindsOfResources.get(schema);
  if (known !== undefined) return known;
  const kind = readResourceKind(schema);
  kindsOfResources.set(schema, kind);
  return kind;
}

function readResourceKind(schema: z.ZodType): ResourceKind | null {
  const kind = RESOURCE_KINDS.find((known) => known === schema.meta()?.resource);
  if (kind !== undefined) return kind;
  const inner = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? schema.unwrap() : null;
  return inner instanceof z.ZodType ? resourceKindOf(inner) : null;
}

/** How a parameter names files: one by its path, or some by globs. */
export type FileKind = 'path' | 'globs';

/** A file relative to the checklist's folder: the checklist reader sees to it that it may be read. */
export function fileParam(description: string) {
  return z.string().min(1).meta({description, files: 'path'});
}

/** A glob of files relative to the checklist's folder, or several: as {@link fileParam}. */
export function globsParam(description: string) {
  return z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).meta({description, files: 'globs'});
}

/** How a parameter names files, also where it is optional; null when it names none. */
export function fileKindOf(schema: z.ZodType): FileKind | null {
  const kind = schema.meta()?.files;
  if (kind === 'path' || kind === 'globs') return kind;
  const inner = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? schema.unwrap() : null;
  return inner instanceof z.ZodType ? fileKindOf(inner) : null;
}

/** A text that says something: a name, an id, an ARN. */
export function textParam(description: string) {
  return z.string().min(1).meta({description});
}

/** Some texts of this sort, at least one. */
export function textsParam(description: string) {
  return z.array(z.string().min(1)).min(1).meta({description});
}

/** A TCP port. */
export function portParam(description: string) {
  return z.int().min(1).max(65_535).meta({description});
}

/** A duration string, kept as it is written. */
export function durationTextParam(description: string) {
  return durationText().meta({description: describedDuration(description)});
}

/** A duration string; the check receives milliseconds. */
export function durationParam(description: string) {
  return durationText()
    .transform((text) => parseDuration(text) ?? 0)
    .meta({description: describedDuration(description)});
}

function durationText() {
  const error = `is not a duration (${DURATION_SYNTAX}, for example 30s)`;
  return z.string({error}).regex(DURATION_PATTERN, {error});
}

function describedDuration(description: string): string {
  return `${description} (a duration: ${DURATION_SYNTAX})`;
}

/** An absolute `http:` or `https:` URL. */
export function urlParam(description: string) {
  return z.url({protocol: /^https?$/, error: 'is not an http(s) URL'}).meta({description});
}

/** An absolute `ws:` or `wss:` URL (RFC 6455, section 3). */
export function webSocketUrlParam(description: string) {
  return z
    .url({protocol: /^wss?$/, error: 'is not a WebSocket URL (wss://host/path)'})
    .refine((url) => !url.includes('#'), {error: 'has a fragment (#…), which a WebSocket URL cannot have'})
    .meta({description, examples: ['wss://ws.example.com/service']});
}

/** The last label holds a letter: without one it is an IPv4 address. */
const HOST_NAME = /^(?=.{1,253}$)(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+(?!-)(?=[\d-]*[a-z])[a-z0-9-]{1,63}(?<!-)$/i;

/** A DNS host name of at least two labels, without a trailing dot; no IP address. */
export function hostParam(description: string) {
  return z.string().regex(HOST_NAME, {error: 'is not a host name such as mcp.example.com'}).meta({description});
}

/** Whose view of a name counts, of those whom private zones answer. */
export function vpcsParam(description: string) {
  return z
    .array(z.string().regex(/^vpc-[0-9a-z]+$/, {error: 'is not the id of a VPC'}))
    .optional()
    .meta({
      description: `${description}; without it all that a private zone of a matching name is associated with, [] for none`,
    });
}

export function caaSeenParam() {
  return z.array(z.string().min(1)).default([]).meta({
    description:
      'Names above the zones of the account (`example.com`) where a person has seen that no CAA record keeps Amazon from issuing',
  });
}

export function clientsTrustIssuerParam() {
  return z.boolean().default(false).meta({
    description:
      'Whether all clients trust the issuer of a certificate that no public authority issued (a private authority, or self-signed)',
  });
}

/** An IP address, IPv6 without brackets. */
export function addressParam(description: string) {
  return z.string().refine(isIpAddress, {error: 'is not an IP address such as 192.0.2.10'}).meta({description});
}

/** A CIDR of either family, or several. */
export function cidrsParam(description: string) {
  const cidr = z.string().refine(isCidr, {error: 'is not a CIDR such as 0.0.0.0/0 or ::/0'});
  return z
    .union([cidr, z.array(cidr).min(1)], {error: 'is not a CIDR such as 0.0.0.0/0 or ::/0, nor a list of them'})
    .meta({description});
}

function isCidr(text: string): boolean {
  return z.cidrv4().safeParse(text).success || z.cidrv6().safeParse(text).success;
}

export function isIpAddress(text: string): boolean {
  return z.ipv4().safeParse(text).success || z.ipv6().safeParse(text).success;
}

/** Whether a rule that asks for a login before it forwards is one that forwards. */
export function loginParam() {
  return z.enum(['refused', 'allowed']).default('refused').meta({
    description: 'Whether the load balancer may ask for a login first: `allowed` where all clients are browsers',
  });
}

/** The answer that a load balancer gives itself. */
export function fixedResponseParam(description: string, status = 'The status code of the fixed response') {
  return z.strictObject({status: z.int().min(200).max(599).meta({description: status})}).meta({description});
}

export const headerNamePattern = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Request headers by name. */
export function headersParam(description: string) {
  return z.record(z.string().regex(headerNamePattern, {error: 'is not a header name'}), z.string()).meta({description});
}

/** A path without a query string. */
export function pathParam(description: string) {
  return z
    .string()
    .regex(/^\/[^?#\s]*$/, {error: 'is not a path: it begins with / and has no query string'})
    .meta({description});
}

/** An HTTP method in capitals; GET where it is not given. */
export function methodParam(description: string) {
  return z
    .string()
    .regex(/^[A-Z_-]+$/, {error: 'is not a method in capitals'})
    .default('GET')
    .meta({description});
}
