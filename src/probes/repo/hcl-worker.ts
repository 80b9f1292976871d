/** What the worker of {@link createHclParser} is asked. */
export interface HclQuestion {
  readonly file: string;
  readonly text: string;
}

export type HclReply =
  /** The JSON text of the document's `resource`: parsing it costs the main thread less than a structured clone. */
  | {readonly resource: string}
  /** What is wrong with the file. */
  | {readonly problem: string}
  /** The parser is in no state to be asked again. */
  | {readonly crash: string};

/** 1 GiB in pages of WebAssembly. A file of 1 MiB was seen to take up to half of it. */
const MAX_MEMORY_PAGES = 16_384;

/**
 * The worker's code, as text, so that it starts the same way from sources, from the bundle and from an installed package
 * without being a file that each of them would have to find. It is handed the parser's URL, and is both a valid script
 * and a valid module, as options of Node.js decide which it is taken for.
 *
 * `resourceLimits` of a worker do not bound the memory of WebAssembly, only V8's flag does. A Go program that panics
 * writes to the file descriptors and says "exit code" on the console; the call that it was in then never answers.
 */
export const HCL_WORKER = `
const {parentPort, workerData} = process.getBuiltinModule('node:worker_threads');
process.getBuiltinModule('node:v8').setFlagsFromString('--wasm-max-mem-pages=${MAX_MEMORY_PAGES}');
let lastWords = '';
process.getBuiltinModule('node:fs').writeSync = (_, bytes) => {
  lastWords += Buffer.from(bytes).toString();
  return bytes.length;
};
console.warn = (...words) => parentPort.postMessage({crash: lastWords.trim().split('\\n')[0] || words.join(' ')});
const parser = import(workerData);
parentPort.on('message', async ({file, text}) => {
  try {
    const {parse} = await parser;
    const document = await parse(file, text);
    parentPort.postMessage({resource: JSON.stringify(document.resource ?? null)});
  } catch (thrown) {
    // What the parser reports is a plain Error; a RangeError or RuntimeError broke it off in the middle.
    const reported = thrown.constructor === Error;
    parentPort.postMessage({[reported ? 'problem' : 'crash']: thrown.message});
  }
});
`;
