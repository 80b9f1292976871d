/** As far as it is used here: the published types lack the codecs of single fields. */
declare module 'dns-packet' {
  interface Codec<T> {
    decode: ((buffer: Buffer, offset: number) => T) & {bytes: number};
  }

  interface Question {
    readonly name: string;
    readonly type: string;
    readonly class: 'IN';
  }

  interface Opt {
    readonly type: 'OPT';
    readonly name: '.';
    readonly udpPayloadSize: number;
    readonly flags: number;
    readonly options: readonly never[];
  }

  interface Query {
    readonly type: 'query';
    readonly id: number;
    readonly flags: number;
    readonly questions: readonly Question[];
    readonly additionals: readonly Opt[];
  }

  export const name: Codec<string>;
  export const aaaa: Codec<string>;
  export const AUTHORITATIVE_ANSWER: number;
  export const TRUNCATED_RESPONSE: number;
  export const RECURSION_DESIRED: number;
  export const RECURSION_AVAILABLE: number;
  export const AUTHENTIC_DATA: number;
  export const CHECKING_DISABLED: number;
  export function encode(query: Query): Buffer;
}
