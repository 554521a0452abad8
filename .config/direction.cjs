/**
 * Who may import whom: one table for folders, one for npm packages. dependency-cruiser reads it; the planted-violation
 * test (test/contract/direction.test.ts) proves that it bites.
 */
const coreOrder = ['base', 'decode', 'order', 'register', 'segment', 'simulate', 'verify', 'write'];

/** Folder -> the other folders of the program that it may import. */
const mayImport = {
  'electron/contract': ['electron/core/base'],
  'electron/worker': ['electron/core', 'electron/contract'],
  'electron/serve': ['electron/contract'],
  'electron/cli': ['electron/contract', 'electron/core/base', 'electron/serve'],
  'electron/main': ['electron/contract'],
  'electron/preload': ['electron/contract'],
  renderer: ['electron/contract', 'electron/core/base'],
};

/** npm package (regular expression on its name) -> its home folders. */
const homes = {
  'dicom-parser': ['electron/core/decode'],
  'nifti-reader-js': ['electron/core/decode'],
  'fast-png': ['electron/core/write'],
  '@itk-wasm/.+|itk-wasm': ['electron/worker'],
  'onnxruntime-node': ['electron/worker'],
  zod: ['electron/contract'],
  commander: ['electron/cli'],
  'cli-progress': ['electron/cli'],
  electron: ['electron/main', 'electron/preload'],
  'react|react-dom|zustand': ['renderer'],
  '@cornerstonejs/.+': ['renderer/viewport'],
};

const withinProgram = '^(electron|renderer)/';
const exactly = (folders) => `^(${folders.join('|')})/`;

const folderRules = Object.entries(mayImport).map(([folder, targets]) => ({
  name: `direction-${folder.replaceAll('/', '-')}`,
  severity: 'error',
  comment: `${folder} may import only itself and: ${targets.join(', ')}.`,
  from: { path: `^${folder}/` },
  to: { path: withinProgram, pathNot: exactly([folder, ...targets]) },
}));

const coreRules = coreOrder.map((stage, index) => ({
  name: `direction-core-${stage}`,
  severity: 'error',
  comment: `core/${stage} may import only itself and the stages before it: ${coreOrder.slice(0, index).join(', ')}.`,
  from: { path: `^electron/core/${stage}/` },
  to: {
    path: withinProgram,
    pathNot: exactly(coreOrder.slice(0, index + 1).map((name) => `electron/core/${name}`)),
  },
}));

const homeRules = Object.entries(homes).map(([pattern, folders]) => ({
  name: `home-of-${pattern.split('|')[0].replaceAll(/[^a-z-]/g, '')}`,
  severity: 'error',
  comment: `${pattern} is imported only in ${folders.join(', ')}.`,
  from: { path: withinProgram, pathNot: exactly(folders) },
  to: { path: `(^|/)node_modules/(${pattern})/` },
}));

module.exports = {
  forbidden: [
    ...folderRules,
    ...coreRules,
    ...homeRules,
    {
      name: 'pure-core-and-contract',
      severity: 'error',
      comment: 'core and contract know neither Node nor a window: pass what they need as an argument.',
      from: { path: '^electron/(core|contract)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-node-in-the-window',
      severity: 'error',
      comment: 'The renderer is sandboxed: it reaches the engine through renderer/bridge.',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'bridge-alone-knows-the-host',
      severity: 'error',
      comment: 'viewport draws; it never talks to the engine.',
      from: { path: '^renderer/viewport/' },
      to: { path: '^renderer/(bridge|screens)/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'The import leads nowhere.',
      from: { path: withinProgram },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|out)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
};
