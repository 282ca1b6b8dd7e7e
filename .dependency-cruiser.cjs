// Who may import whom: docs/architecture.md says why.

/** Packages that one folder alone may import. */
const HOMES = [
  {
    name: 'onnxruntime-only-in-the-engine-worker',
    package: 'onnxruntime-(node|common|web)',
    home: '^main/engine/worker/',
  },
  { name: 'sharp-only-in-images', package: 'sharp', home: '^main/images/' },
  { name: 'database-only-in-the-library', package: 'better-sqlite3', home: '^main/library/' },
  { name: 'electron-only-in-electron', package: 'electron', home: '^electron/' },
]

/** Files that nothing imports because something starts them. */
const STARTED = [
  '^main/cli/onestroke\\.ts$',
  '^main/engine/worker/(worker|parent-watch)\\.ts$',
  '^build/[^/]+\\.(mjs|config\\.ts)$',
  '^test/.+\\.(test\\.ts|mjs)$',
  '\\.d\\.ts$',
]

/** The path of an npm package, installed or (in a fixture of the tests) not. */
const inPackage = (name) => `(^|/)node_modules/${name}/|^${name}(/|$)`

module.exports = {
  forbidden: [
    {
      name: 'models-stay-pure',
      comment: 'models/ runs anywhere: it imports itself and zod.',
      severity: 'error',
      from: { path: '^models/' },
      to: { pathNot: ['^models/', inPackage('zod')] },
    },
    {
      name: 'main-knows-no-window',
      comment: 'The back end runs without a window, on plain Node.',
      severity: 'error',
      from: { path: '^main/' },
      to: { path: ['^electron/', '^renderer/'] },
    },
    {
      name: 'renderer-takes-types-only',
      comment:
        'The page talks to the back end over HTTP; what it shares with it are types, the recipe, and how prompts name LoRAs.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: {
        path: '^(main|models)/',
        pathNot: '^models/(recipe/|prompts/lora-tags\\.ts$)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'renderer-is-a-page',
      comment: 'A page has no Node, no Electron, and of the other folders only what the rule above allows.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^electron/' },
    },
    {
      name: 'renderer-without-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'electron-is-thin',
      comment: 'The shell starts the back end; it does not run its code.',
      severity: 'error',
      from: { path: '^electron/' },
      to: { path: '^(main|models|renderer)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'source-without-test-or-build',
      severity: 'error',
      from: { path: '^(main|models|electron|renderer)/' },
      to: { path: '^(test|build)/' },
    },
    ...HOMES.map(({ name, package: packageName, home }) => ({
      name,
      severity: 'error',
      from: { path: '^(main|models|electron|renderer|build)/', pathNot: home },
      to: { path: inPackage(packageName) },
    })),
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nothing imports and nothing starts is dead.',
      severity: 'error',
      from: { orphan: true, pathNot: STARTED },
      to: {},
    },
    {
      name: 'no-unresolved',
      comment: 'What is built need not be there yet.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '/dist/' },
    },
    {
      name: 'packages-are-listed',
      comment: 'What source imports stands in package.json, and not among the tools.',
      severity: 'error',
      from: { path: '^(main|models)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|test/golden/data)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.mjs', '.cjs', '.js', '.svelte', '.json'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
}
