/** The thread of `parser-thread.ts`: an entry point of its own in the bundle. */
import fs from 'node:fs';
import {setFlagsFromString} from 'node:v8';
import {parentPort} from 'node:worker_threads';
import type {ParserQuestion, ParserReply} from './parser-thread.ts';

/**
 * 1 GiB in pages of WebAssembly: `resourceLimits` do not bound that memory, V8's flag alone does. Files of 1 MiB were
 * seen to take up to half of it.
 */
const MAX_MEMORY_PAGES = 16_384;
setFlagsFromString(`--wasm-max-mem-pages=${MAX_MEMORY_PAGES}`);

/** Each is loaded when a file needs it. */
const PARSERS = {
  async hcl({file, text}: ParserQuestion): Promise<unknown> {
    const {parse} = await import('@cdktn/hcl2json');
    return (await parse(file, text)).resource ?? null;
  },
  async markdown({text}: ParserQuestion): Promise<unknown> {
    const {headingsIn} = await import('./markdown-headings.ts');
    return headingsIn(text);
  },
};

function reply(message: ParserReply): void {
  parentPort?.postMessage(message);
}

/** A Go program that panics writes why to a file descriptor, warns of its exit code, and never answers. */
let lastWords = '';
fs.writeSync = (_: number, written: string | NodeJS.ArrayBufferView) => {
  const bytes = typeof written === 'string' ? Buffer.from(written) : written;
  lastWords += Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return bytes.byteLength;
};
console.warn = (...words: unknown[]) => reply({crash: lastWords.trim().split('\n')[0] || words.join(' ')});

parentPort?.on('message', async (question: ParserQuestion) => {
  try {
    // As text, which costs the other thread less than a structured clone.
    reply({document: JSON.stringify(await PARSERS[question.format](question))});
  } catch (thrown) {
    const error = thrown as Error;
    // What a parser reports is a plain Error; anything else broke it off in the middle.
    reply(error.constructor === Error ? {problem: error.message} : {crash: error.message});
  }
});
