import type {CompletedCommand, CompletedFlag, Values, Word} from './completed-commands.ts';

/** For fish 3 or newer. */
export function fishCompletion(bin: string, commands: readonly CompletedCommand[]): string {
  const name = `__${bin.replaceAll('-', '_')}`;
  const first = commands.filter(({words}) => words.length === 1);
  const nested = commands.filter(({words}) => words.length > 1);
  return `# fish completion for ${bin}; made by \`${bin} completion fish\`
function ${name}_is
    set -l words (commandline -opc)[2..]
    test (count $words) -ge (count $argv); and test "$words[1..$(count $argv)]" = "$argv"
end
# A command with others below it is only itself when none of them follows.
function ${name}_is_not
    set -l words (commandline -opc)[2..]
    not contains -- "$words[2]" $argv
end
function ${name}_reporter
    set -l token (string replace -r -- '^--reporter=' '' (commandline -ct))
    if not string match -q -- '*:*' $token
        string join \\n $argv
        return
    end
    set -l reporter (string split -m 1 -- : $token)
    set -l begins (string unescape -- $reporter[2])
    for path in $begins*
        test -d $path; and set path $path/
        echo $reporter[1]:$path
    end
end
complete -c ${bin} -e
complete -c ${bin} -f
complete -c ${bin} -n 'test (count (commandline -opc)) -eq 1' ${offered(wordsOf(first))}
${nested.map(nestedLine).join('\n')}
${commands.map(commandLines).join('\n')}
`;

  function nestedLine({words: [topic = '', word = ''], summary}: CompletedCommand): string {
    const condition = `${name}_is ${topic}; and test (count (commandline -opc)) -eq 2`;
    return `complete -c ${bin} -n ${literal(condition)} ${offered([{word, what: summary}])}`;
  }

  function commandLines({words, args, flags}: CompletedCommand): string {
    const below = nested.filter((other) => words.length === 1 && other.words[0] === words[0]);
    const isNot = below.map(({words: [, word]}) => word).join(' ');
    const condition = `${name}_is ${words.join(' ')}${isNot === '' ? '' : `; and ${name}_is_not ${isNot}`}`;
    const begins = `complete -c ${bin} -n ${literal(condition)}`;
    const lines = flags.map((flag) => `${begins} ${flagOf(flag)}`);
    return [...lines, ...(args === null ? [] : argumentLine(begins, args.values))].join('\n');
  }

  function argumentLine(begins: string, values: Values): string[] {
    if (values.kind === 'files') return [`${begins} -F`];
    return values.kind === 'words' ? [`${begins} ${offered(values.words)}`] : [];
  }

  function flagOf({name: flag, summary, value, values}: CompletedFlag): string {
    const long = `-l ${flag} -d ${literal(summary)}`;
    if (value === null) return long;
    switch (values.kind) {
      case 'files':
        return `${long} -r -F`;
      case 'words':
        return `${long} -x ${offered(values.words)}`;
      case 'reporters':
        return `${long} -x -a ${literal(`(${name}_reporter ${values.words.map(({word}) => word).join(' ')})`)}`;
      case 'anything':
        return `${long} -x`;
    }
  }
}

function wordsOf(commands: readonly CompletedCommand[]): Word[] {
  return commands.map(({words, summary}) => ({word: words.join(' '), what: summary}));
}

/** Words with what they mean, one a line; fish reads the list as it reads a command line. */
function offered(words: readonly Word[]): string {
  const lines = words.map(({word, what}) => (what === '' ? word : `${word}\\t${literal(what)}`));
  return `-a ${literal(lines.join('\n'))}`;
}

function literal(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
