import type { Command } from 'commander'
import type { Application } from './application.ts'
import { runModelsAdd, runModelsRemove } from './models-add.ts'
import { runModelsDownload, type ModelsDownloadOptions } from './models-download.ts'
import { runModelsImport } from './models-import.ts'
import { runModelsList } from './models-list.ts'
import { runModelsVerify } from './models-verify.ts'

interface OutputOptions {
  readonly json?: boolean
}

/** `onestroke models …`. */
export function addModelsCommands(program: Command, application: Application): void {
  const models = program.command('models').description('models of this computer, and published ones')
  models
    .command('list')
    .description('list the models that can be used, and the folders that they are used from')
    .option('--json', 'print one JSON object per model')
    .option('--verbose', 'show details of errors')
    .action((options: OutputOptions) => runModelsList(application, options))
  models
    .command('add')
    .description('use a file, or all models of a folder or of another program, where they lie')
    .argument('<path>', 'a .safetensors file, a diffusers folder, a folder of models, or a program’s own folder')
    .option('--json', 'print one JSON object per model')
    .option('--verbose', 'show details of errors')
    .action((path: string, options: OutputOptions) => runModelsAdd(application, path, options))
  models
    .command('remove')
    .description('forget a model, or a folder with its models; the files stay')
    .argument('<id>', 'as "models list" shows it')
    .option('--verbose', 'show details of errors')
    .action((id: string) => runModelsRemove(application, id))
  models
    .command('download')
    .description('download a published model, or several that belong together')
    .argument('[id]', 'id of a file or bundle; without it, all are listed')
    .option('--yes', 'accept the licences')
    .option('--mirror <url>', "download from this server instead of the publishers' own")
    .option('--json', 'print one JSON object per file')
    .option('--verbose', 'show details of errors')
    .action((id: string | undefined, options: ModelsDownloadOptions) => runModelsDownload(application, id, options))
  models
    .command('import')
    .description('copy published models from a folder, such as a stick, and check their hashes')
    .argument('<folder>', 'a folder or one file')
    .option('--json', 'print one JSON object per file')
    .option('--verbose', 'show details of errors')
    .action((folder: string, options: OutputOptions) => runModelsImport(application, folder, options))
  models
    .command('verify')
    .description('hash models anew and compare them with what is published or was first recorded')
    .argument('[model]', 'id of a published model, or a file; without it, all models')
    .option('--json', 'print one JSON object per file')
    .option('--verbose', 'show details of errors')
    .action((model: string | undefined, options: OutputOptions) => runModelsVerify(application, model, options))
}
