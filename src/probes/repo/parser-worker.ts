/** The thread of `parser-thread.ts`, a separate entry point in the bundle. */
import fs from 'node:fs';
import {setFlagsFromString} from 'node:v8';
import {parentPort} from 'node:worker_threads';
import type {ParserQuestion, ParserReply} from './parser-thread.ts';

/**
 * 1 GiB in WebAssembly pages: `resourceLimits` do not bound that memory, only V8's flag does. Files of 1 MiB were seen
 * to use up to half of it.
 */
const MAX_MEMORY_PAGES = 16_384;
setFlagsFromString(`--wasm-max-mem-pages=${MAX_MEMORY_PAGES}`);

/** Each is loaded when a file needs it. If one throws, it stopped in the middle of a file. */
const PARSERS: Readonly<Record<ParserQuestion['format'], (question: ParserQuestion) => Promise<ParserReply>>> = {
  async hcl({file, text}) {
    const {parse} = await import('@cdktn/hcl2json');
    try {
      return documentOf(await parse(file, text));
    } catch (thrown) {
      // It reports problems as plain Errors; a RangeError, for example, is not about the file.
      if (thrown instanceof Error && thrown.constructor === Error) return {problem: thrown.message};
      throw thrown;
    }
  },
  async plan({file, text, types = []}) {
    const {planIn} = await import('./terraform-plan.ts');
    return documentOf(planIn(file, text, types));
  },
  async markdown({text}) {
    const {markdownIn} = await import('./markdown.ts');
    return documentOf(markdownIn(text));
  },
};

/** As text, which is cheaper for the other thread than a structured clone. */
function documentOf(value: unknown): ParserReply {
  return {document: JSON.stringify(value)};
}

function reply(message: ParserReply): void {
  parentPort?.postMessage(message);
}

/** A Go program that panics writes the reason to a file descriptor, warns about its exit code, and never answers. */
let lastWords = '';
fs.writeSync = (_: number, written: string | NodeJS.ArrayBufferView) => {
  const bytes = typeof written === 'string' ? Buffer.from(written) : written;
  lastWords += Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return bytes.byteLength;
};
console.warn = (...words: unknown[]) => reply({crash: lastWords.trim().split('\n')[0] || words.join(' ')});

parentPort?.on('message', async (question: ParserQuestion) => {
  try {
    reply(await PARSERS[question.format](question));
  } catch (thrown) {
    reply({crash: thrown instanceof Error ? thrown.message : String(thrown)});
  }
});
