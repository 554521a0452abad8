import { openHostChannel } from './parent-channel.ts';
import { createElectronStarter } from './electron-starter.ts';
import { forkStarter } from './fork-starter.ts';
import { dispatch } from './dispatch.ts';
import { logBug } from './log-bug.ts';
import { parentPort } from './parent-port.ts';
import { createHandlers } from './pipeline/handlers.ts';
import { createVolumeStore } from './volume-store.ts';

/**
 * Entry of the engine process. The host gives two arguments: the folder of package.json and the version of the program.
 */
const [packageRoot = '.', version = '0'] = process.argv.slice(2);
const graceMs = 5000;

const toMain = parentPort();
const channel = openHostChannel();
const volumes = createVolumeStore();
const processes = toMain ? createElectronStarter(toMain) : forkStarter;
const handlers = createHandlers({ volumes, processes, packageRoot, version });
const dispatcher = dispatch(channel, { handlers, volumes, logBug });

const leave = (): void => {
  setTimeout(() => process.exit(0), graceMs).unref();
  void dispatcher.close().then(() => process.exit(0));
};
channel.onClose(leave);
process.on('SIGTERM', leave);
// Ctrl+C in a terminal reaches the whole process group; the host decides, and asks for an orderly end.
process.on('SIGINT', () => undefined);
