import {lintSource} from '@secretlint/core';
import {creator as preset} from '@secretlint/secretlint-rule-preset-recommend';

/** What a linter of secrets finds, masked. */
export async function secretsIn(filePath: string, content: string): Promise<string[]> {
  const {messages} = await lintSource({
    source: {filePath, content, contentType: 'text'},
    options: {
      config: {rules: [{id: '@secretlint/secretlint-rule-preset-recommend', rule: preset}]},
      maskSecrets: true,
    },
  });
  return messages.map(({message, loc}) => `${filePath}:${loc.start.line}: ${message}`);
}
