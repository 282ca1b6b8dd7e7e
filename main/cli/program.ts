import { Command } from 'commander'
import { onestrokeVersion } from '../files/resources.ts'
import type { Application } from './application.ts'
import { runDevices } from './devices-command.ts'
import { runGenerate } from './generate-command.ts'
import { addGenerateOptions, type GenerateOptions } from './generate-options.ts'
import { runInspect } from './inspect-command.ts'
import { addModelsCommands } from './models-command.ts'
import { parseInteger } from './option-values.ts'
import { runServe, type ServeOptions } from './serve-command.ts'

interface OutputOptions {
  readonly json?: boolean
}

/** The command line's grammar. Errors are thrown, not printed and exited on. */
export function createProgram(application: Application): Command {
  const program = new Command('onestroke')
    .description('Makes pictures from text on this computer, in one to eight steps.')
    .version(onestrokeVersion(), '--version', 'print the version')
    .helpOption('--help', 'show help')
    .helpCommand(false)
    .exitOverride()
    .showHelpAfterError('Run it with --help to see what it takes.')
  addGenerateOptions(program.command('generate').description('make pictures from a prompt')).action(
    (prompt: string, options: GenerateOptions) => runGenerate(application, prompt, options),
  )
  program
    .command('inspect')
    .description('tell what a checkpoint, VAE or LoRA is')
    .argument('<file>', 'a .safetensors file or a diffusers folder')
    .option('--json', 'print one JSON object')
    .option('--verbose', 'show details of errors')
    .action((file: string, options: OutputOptions) => runInspect(application, file, options))
  addModelsCommands(program, application)
  program
    .command('devices')
    .description('test what can compute on this computer')
    .option('--json', 'print one JSON object')
    .option('--verbose', 'show details of errors')
    .action((options: OutputOptions) => runDevices(application, options))
  program
    .command('serve')
    .description('run the studio for a browser; prints its address')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1, this computer only)')
    .option('--port <number>', 'port to listen on (default: 58261, or a free one)', parseInteger('--port', 0, 65_535))
    .option('--pipe <path>', 'Unix socket or named pipe to listen on, without a token; alone, no port is opened')
    .option('--json', 'print one JSON object')
    .option('--verbose', 'show details of errors')
    .action((options: ServeOptions) => runServe(application, options))
  return program
}
