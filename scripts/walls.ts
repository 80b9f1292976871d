import {type Room, WALLS, type Walls} from '../lint/walls.ts';

/** Folders below a room; deeper ones would need another pattern. */
export const DEEPEST = 3;

interface Override {
  readonly includes: readonly string[];
  readonly linter: {readonly rules: {readonly style: Record<string, unknown>}};
  readonly plugins?: readonly string[];
}

/** The part of the linter's configuration with the walls. */
export function wallsConfig() {
  const rooms = Object.entries(WALLS) as [Room, Walls][];
  const door = {
    includes: ['src/*.ts'],
    linter: {
      rules: {style: {noRestrictedImports: restricted(['**', '!./**'], 'the door only exports what rooms have')}},
    },
  };
  return {overrides: [door, ...rooms.flatMap(([room, walls]) => overridesOf(room, walls))]};
}

function overridesOf(room: Room, walls: Walls): Override[] {
  const own = Object.entries(walls.files ?? {});
  const excepted = own.map(([file]) => `!src/${room}/${file}`);
  const byDepth = Array.from({length: DEEPEST + 1}, (_, depth) => ({
    includes: [`src/${room}/${'*/'.repeat(depth)}*.ts`, ...excepted],
    linter: {rules: {style: {noRestrictedImports: imports(room, walls, walls.packages, depth)}}},
  }));
  const ofFiles = own.flatMap(([file, files]) =>
    files === null
      ? []
      : {
          includes: [`src/${room}/${file}`],
          linter: {
            rules: {style: {noRestrictedImports: imports(room, walls, files.packages, file.split('/').length - 1)}},
          },
        },
  );
  return [...byDepth, ...ofFiles, ...surroundingsOf(room, walls, excepted)];
}

/** The last matching pattern decides: everything is refused first, then allowed or refused again. */
function imports(room: Room, walls: Walls, packages: readonly string[], depth: number) {
  const source = '../'.repeat(depth + 1);
  const within = Array.from({length: depth}, (_, up) => `!${'../'.repeat(up + 1)}**`);
  const group = [
    '**',
    ...(walls.apart ? [] : ['!./**', ...within]),
    `${source}**`,
    ...walls.rooms.map((other) => `!${source}${other}/**`),
    ...packages.map((name) => `!${name}`),
  ];
  return restricted(group, `${room} ${sentence(walls)}`);
}

function restricted(group: readonly string[], message: string) {
  return {level: 'error', options: {patterns: [{group, message}]}};
}

function sentence({rooms, packages}: Walls): string {
  const named = [...rooms, ...packages.filter((name) => !name.endsWith('/**') || name.startsWith('@'))];
  return `imports ${named.length === 0 ? 'nothing but itself' : `itself, ${named.join(', ')}`}: see docs/architecture.md.`;
}

function surroundingsOf(room: Room, {without = [], plugins = []}: Walls, excepted: readonly string[]): Override[] {
  if (without.length === 0 && plugins.length === 0) return [];
  const deniedGlobals = Object.fromEntries(without.map((name) => [name, 'What this room needs is passed in.']));
  const style = without.length === 0 ? {} : {noRestrictedGlobals: {level: 'error', options: {deniedGlobals}}};
  return [
    {
      includes: [`src/${room}/**`, ...excepted],
      linter: {rules: {style}},
      ...(plugins.length === 0 ? {} : {plugins: plugins.map((name) => `./lint/${name}.grit`)}),
    },
  ];
}

/** The table of docs/architecture.md. */
export function wallsTable(): string {
  const rows = (Object.entries(WALLS) as [Room, Walls][]).map(([room, {does, rooms, packages}]) => {
    const named = packages.filter((name) => !name.startsWith('node:') && !/^[^@].*\/\*\*$/.test(name));
    const modules = packages.some((name) => name.startsWith('node:*'))
      ? ['Node.js']
      : packages.filter((name) => name.startsWith('node:') && !name.includes('/'));
    const others = [...named, ...modules].map((name) => `\`${name.replace('/**', '/*')}\``);
    return `| \`${room}\` | ${does} | ${rooms.join(', ') || '–'} | ${others.join(', ') || '–'} |`;
  });
  return [
    '| room in `src/` | what it does | rooms it imports, besides itself | packages |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
}
