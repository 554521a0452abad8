import { Command, Option } from 'commander';
import { plainFoldersUntreated } from '../core/base/treatment-words.ts';
import { demo, type DemoOptions } from './commands/demo.ts';
import { doctor } from './commands/doctor.ts';
import { evaluate, type EvaluateOptions } from './commands/evaluate.ts';
import { defaultModel, forecast, type ForecastOptions } from './commands/forecast.ts';
import { indexFolder } from './commands/index-folder.ts';
import { modelCard, models } from './commands/models.ts';
import { segment, type SegmentOptions } from './commands/segment.ts';
import { serve, type ServeOptions } from './commands/serve.ts';
import { start } from './commands/start.ts';
import { addAtrophyOptions } from './atrophy-options.ts';
import { addMask, wholeNumber } from './parse-options.ts';
import { addSamplingOptions } from './sampling-options.ts';
import { addScanOptions, outlineOption } from './scan-options.ts';
import { withSession, type CliHost, type Session } from './session.ts';
import { addTreatmentOptions } from './treatment-options.ts';

const exitCodeHelp = `
Exit codes: 0 done, 1 bug, 2 bad usage, 3 refused input (the Problem is named), 130 stopped by Ctrl+C.
Research and teaching only, never for diagnosis.`;

type Json = { readonly json?: boolean };

/** Every command of `longview`. */
export function commands(host: CliHost): Command {
  const program = new Command('longview')
    .description('Simulates how a tumour or a brain may progress, beside the real scans.')
    .version(host.version)
    .addHelpText('after', exitCodeHelp)
    .showHelpAfterError('(longview --help lists what can be given)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.terminal.out(text.trimEnd()),
      writeErr: (text) => host.terminal.note(text.trimEnd()),
    });
  const session = (options: Json, run: (session: Session) => Promise<void>): Promise<void> =>
    withSession(host, options.json === true, run);

  program
    .command('index <folder>')
    .description('list patients, dates, series and their sequences, from headers alone')
    .option('--json', 'print JSON')
    .action((folder: string, options: Json) => session(options, (at) => indexFolder(at, folder, options)));
  forecastCommand(program).action((folder: string, options: ForecastOptions) =>
    session(options, (at) => forecast(at, folder, options)),
  );
  segmentCommand(program).action((folder: string, options: SegmentOptions) =>
    session(options, (at) => segment(at, folder, options)),
  );
  evaluateCommand(program).action((folders: string[], options: EvaluateOptions) =>
    session(options, (at) => evaluate(at, folders, options)),
  );
  demoCommand(program).action((options: DemoOptions) => session(options, (at) => demo(at, options)));
  program
    .command('models [id]')
    .description('list the models that are here, or print the card of one')
    .option('--json', 'print JSON')
    .action((id: string | undefined, options: Json) =>
      session(options, (at) => (id === undefined ? models(at, options) : modelCard(at, id, options))),
    );
  program
    .command('doctor')
    .description('check the runtime, its providers against the golden outputs, and the memory')
    .option('--json', 'print JSON')
    .action((options: Json) => session(options, (at) => doctor(at, options)));
  program
    .command('serve')
    .description('serve the window to a browser on this machine')
    .option('--port <n>', 'port on 127.0.0.1; 0 takes a free one', wholeNumber(0, 65535), 0)
    .option('--open', 'open the default browser', false)
    .action((options: ServeOptions) => serve(host, options));
  program
    .command('start')
    .description('open the window: Electron where it is downloaded, the browser elsewhere')
    .option('--no-open', 'do not open the default browser')
    .action((options: { open: boolean }) => start(host, options));
  return program;
}

function forecastCommand(program: Command): Command {
  const command = program
    .command('forecast <folder>')
    .description("forecast one patient's lesion or brain and compare with the follow-up that was held out")
    .option('--model <id>', 'model to use', defaultModel)
    .option('--horizon-days <n>', 'days from the last scan; needed unless --hold-out last', wholeNumber(1, 3650));
  addSamplingOptions(command)
    .requiredOption('--out <folder>', 'folder for report.html, report.json, dicom/ and nifti/')
    .option('--mask <date=file>', 'lesion core mask of one visit (NIfTI or DICOM SEG); may be repeated', addMask)
    .addOption(
      new Option('--hold-out <which>', 'visit to predict and compare with').choices(['last', 'none']).default('none'),
    );
  return addAtrophyOptions(addTreatmentOptions(addScanOptions(command)))
    .option('--explain', 'also measure which inputs moved the forecast', false)
    .option('--json', 'print JSON');
}

function segmentCommand(program: Command): Command {
  const command = program
    .command('segment <folder>')
    .description('outline brain, lesion core, necrosis and oedema on every date, without a forecast')
    .requiredOption('--out <folder>', 'folder for the masks (NIfTI) and segmentation.json');
  return addScanOptions(command).option('--json', 'print JSON');
}

function evaluateCommand(program: Command): Command {
  const command = program
    .command('evaluate <folders...>')
    .description('forecast the last date of every patient from the earlier ones and score the model and every rival')
    .option('--model <id>', 'model to use', defaultModel);
  return addSamplingOptions(command)
    .requiredOption('--out <folder>', 'folder for evaluation.html and evaluation.json')
    .option('--masks <pattern>', "core masks within each patient's folder, for example '{date}-tumour-mask.nii.gz'")
    .addOption(outlineOption())
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nA folder may hold evaluate.json instead: a list of patients with masks and treatments (assets/schemas/evaluation-list-1.schema.json).\n' +
        plainFoldersUntreated,
    );
}

function demoCommand(program: Command): Command {
  const command = program
    .command('demo')
    .description('generate a patient and run the whole job on it')
    .option('--out <folder>', 'folder for the result', 'out/demo');
  return addSamplingOptions(command).option('--json', 'print JSON');
}
