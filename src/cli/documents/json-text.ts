import {readBounded} from './regular-file.ts';

/**
 * The text of a file of JSON, `-` being stdin: UTF-8, with or without a byte order mark. Bytes that are not UTF-8 would be
 * replaced silently, and what is judged would not be what was written.
 */
export async function readJsonText(file: string): Promise<string> {
  const bytes = await readBounded(file);
  const mark = bytes.subarray(0, 2).toString('hex');
  // What `>` of PowerShell 5 makes of a report on stdout.
  if (mark === 'fffe' || mark === 'feff') throw new Error('is UTF-16, not UTF-8; save it as UTF-8');
  if (bytes.includes(0)) throw new Error('is a binary file, not JSON');
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch (error) {
    throw new Error('is not UTF-8; save it as UTF-8', {cause: error});
  }
}
