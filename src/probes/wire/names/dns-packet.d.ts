/** As far as it is used: the published types lack the codecs of single fields. */
declare module 'dns-packet' {
  interface Codec<T> {
    decode: ((buffer: Buffer, offset: number) => T) & {bytes: number};
  }

  interface Question {
    readonly name: string;
    readonly type: string;
    readonly class?: 'IN';
  }

  interface Opt {
    readonly type: 'OPT';
    readonly name: '.';
    readonly udpPayloadSize: number;
    readonly flags: number;
    readonly options: readonly never[];
  }

  interface Answer {
    readonly type: string;
    readonly name: string;
    readonly ttl: number;
    readonly data: unknown;
  }

  interface Message {
    readonly type: 'query' | 'response';
    readonly id: number;
    readonly flags: number;
    readonly questions: readonly Question[];
    readonly answers?: readonly Answer[];
    readonly authorities?: readonly Answer[];
    readonly additionals?: readonly (Answer | Opt)[];
  }

  export const name: Codec<string>;
  export const aaaa: Codec<string>;
  export const AUTHORITATIVE_ANSWER: number;
  export const TRUNCATED_RESPONSE: number;
  export const RECURSION_DESIRED: number;
  export const RECURSION_AVAILABLE: number;
  export const AUTHENTIC_DATA: number;
  export const CHECKING_DISABLED: number;
  export function encode(message: Message): Buffer;
  export function decode(message: Buffer): Message;
}
