import {Command, type Interfaces} from '@oclif/core';
import {reportFailure} from './failure.ts';
import {withEnvironment} from './flag-environment.ts';

// biome-ignore lint/suspicious/noExplicitAny: the bound that oclif's own signature has
type Parsed = Record<string, any>;

/** What every command shares. `--json` is each command's own flag: oclif's prints its config with local paths. */
export abstract class BaseCommand extends Command {
  /** Where its flags have their variables. */
  protected readonly environment: NodeJS.ProcessEnv = process.env;

  protected override parse<F extends Parsed, B extends Parsed, A extends Parsed>(
    options: Interfaces.Input<F, B, A> = this.ctor as Interfaces.Input<F, B, A>,
    given: string[] = this.argv,
  ): Promise<Interfaces.ParserOutput<F, B, A>> {
    const argv = options.flags?.lab?.type === 'option' ? withScenario(given) : given;
    const flags = withEnvironment(oneValueEach(options.flags ?? {}), this.environment, argv) as NonNullable<
      typeof options.flags
    >;
    return super.parse({...options, flags, args: withoutStdin(options.args)}, argv);
  }

  /** A verdict sets `process.exitCode` and returns; anything thrown means that there is no verdict. */
  protected override async catch(error: unknown): Promise<void> {
    reportFailure(error, this.argv);
  }

  /** Only the requested document goes to stdout. */
  protected print(document: string): void {
    process.stdout.write(document.endsWith('\n') ? document : `${document}\n`);
  }

  protected printJson(value: unknown): void {
    this.print(JSON.stringify(value, null, 2));
  }
}

/** Without this, `--tag a checklist.yaml` would take the file as a second tag. */
function oneValueEach(flags: Interfaces.FlagInput): Interfaces.FlagInput {
  const entries = Object.entries(flags).map(([name, flag]) => [
    name,
    flag.type === 'option' ? {...flag, multipleNonGreedy: true} : flag,
  ]);
  return Object.fromEntries(entries);
}

/** `--lab [SCENARIO]`: oclif has no flag whose value may be left out. */
function withScenario(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  return argv.flatMap((word, index) => {
    const next = argv[index + 1];
    const isAlone = word === '--lab' && (next === undefined || next.startsWith('-'));
    return isAlone && (end === -1 || index < end) ? ['--lab', 'healthy'] : [word];
  });
}

/** oclif reads a missing argument from stdin: bytes from a pipe (or from `cron`) would become the checklist's name. */
function withoutStdin<A extends Parsed>(args: Interfaces.ArgInput<A> | undefined): Interfaces.ArgInput<A> {
  const entries = Object.entries<object>(args ?? {}).map(([name, arg]) => [name, {...arg, ignoreStdin: true}]);
  return Object.fromEntries(entries);
}
