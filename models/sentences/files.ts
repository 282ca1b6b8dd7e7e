/** Files and folders of the user, and the models among them. */
export const files = {
  'file.no-space': ({ path }: { path: string }) => `There is no space left on the disk for "${path}".`,
  'file.quota': ({ path }: { path: string }) => `Your disk quota leaves no space for "${path}".`,
  'file.cannot': ({ path, operation, reason }: { path: string; operation: 'read' | 'written'; reason: string }) =>
    `"${path}" cannot be ${operation}: ${reason}.`,
  'file.cannot-open': ({ path }: { path: string }) =>
    `"${path}" cannot be opened. Check that you may write it and its folder.`,
  'file.too-many-names': ({ folder, stem }: { folder: string; stem: string }) =>
    `The folder "${folder}" holds too many files named "${stem}".`,
  'file.no-folder-path': ({ path }: { path: string }) => `"${path}" is no full path of a folder.`,

  'file-reason.permission': () => 'you have no permission for it. Choose another place, or change its permissions',
  'file-reason.not-permitted': () => 'the system does not permit it. Choose another place, or change its permissions',
  'file-reason.read-only': () => 'its disk is read-only. Choose another place',
  'file-reason.missing': () => 'it, or a folder it lies in, does not exist',
  'file-reason.not-a-folder': () => 'a part of its path is a file, not a folder',
  'file-reason.is-folder': () => 'it is a folder',
  'file-reason.exists': () => 'a file of that name exists already',
  'file-reason.name-too-long': () => 'its name is too long for this disk',
  'file-reason.busy': () => 'another program is using it',
  'file-reason.too-many-open': () => 'too many files are open',
  'file-reason.too-large': () => 'it is too large for this disk',
  'file-reason.disk-error': () => 'the disk reported an error',
  'file-reason.system': ({ code }: { code: string }) => `the system reported ${code}`,

  'disk-full.pictures': ({ path }: { path: string }) =>
    `The drive of the pictures folder (${path}) is full, so the picture could not be kept. Free some space, then try again: its settings are kept.`,
  'disk-full.data': ({ path }: { path: string }) =>
    `The drive of Onestroke’s data (${path}) is full, so the picture could not be kept. Free some space, then try again: its settings are kept.`,

  'name-template.unknown-field': ({ field, known }: { field: string; known: string }) =>
    `A file name has no field "{${field}}". There are: ${known}.`,
  'name-template.open-brace': () => 'A brace of the file name has no other one. Write fields as {seed}.',
  'name-template.empty-name': () =>
    'A folder or the file would have no name. Leave out a / at the beginning, at the end or beside another one.',
  'name-template.leading-dot': ({ name }: { name: string }) =>
    `"${name}" begins with a dot, which hides files or leads to another folder. Leave the dot out.`,
  'name-template.character': ({ character }: { character: string }) =>
    `A file name cannot hold ${JSON.stringify(character)} on every system. Leave it out; / makes folders.`,

  /** `problem` speaks of "the file", or of what is in it. */
  'model-file.named': ({ file, problem }: { file: string; problem: string }) =>
    /^The file\b/.test(problem) ? problem.replace('The file', () => file) : `${file}: ${problem}`,
  'model-file.missing': ({ path }: { path: string }) => `${path} does not exist. Check the path.`,
  'model-file.permission': ({ path }: { path: string }) => `${path} may not be read. Check its permissions.`,
  'model-file.is-folder': ({ path }: { path: string }) => `${path} is a folder where a file is needed.`,
  'model-file.disk-error': ({ path }: { path: string }) => `${path} cannot be read from the disk. Check the drive.`,
  'model-file.system': ({ path, code }: { path: string; code: string }) =>
    `${path} cannot be read: the system reported ${code}. Close what uses it, and try again.`,
  'model-file.no-full-path': ({ path }: { path: string }) =>
    `${path} is no full path. Name the file with all its folders.`,
  'model-file.not-installed': ({ kind }: { kind: 'LoRA' | 'VAE' | 'model' }) =>
    `This ${kind} is not installed any more. Choose another one.`,
  'model-file.gone': ({ name, path }: { name: string; path: string }) =>
    `The file of "${name}" is missing: ${path}. Connect its drive.`,
  'model-file.not-one-file': ({ name }: { name: string }) =>
    `"${name}" is a folder of several files, and only single files have a hash to compare with.`,
  'model-file.prompt-lora': ({ name }: { name: string }) =>
    `The prompt names the LoRA "${name}", which is not installed. Add its file or take it out.`,
  'model-file.prompt-lora-strength': ({ name, strength, most }: { name: string; strength: number; most: number }) =>
    `The prompt asks for the LoRA "${name}" at a strength of ${strength}. Strengths go from -${most} to ${most}.`,
  'model-file.too-many-loras': ({ most }: { most: number }) =>
    `More than ${most} LoRAs are asked for, those in the prompt included. Take some out.`,
  'model-file.needs-base': ({ name, family }: { name: string; family: string }) =>
    `${name} is a UNet alone. Add a whole ${family} model: its text encoders and VAE are used with it.`,
  'model-file.no-tiny-vae': ({ name }: { name: string }) =>
    `Quick drafts need the tiny VAE ${name}, which is not installed. Download it (10 MB) under Models.`,

  'model-folder.no-folder': ({ path }: { path: string }) =>
    `${path} is no folder that is there. Check the path, or connect its drive.`,
  'model-folder.offline': ({ path }: { path: string }) =>
    `${path} is not there. Its models are listed again as soon as its drive is connected.`,
  'model-folder.unreadable': ({ path }: { path: string }) => `${path} may not be read. Check its permissions.`,
  'model-folder.cut-off': ({ most }: { most: number }) =>
    `The folder holds more than can be looked through: only the first ${most} models are listed. Add a smaller folder.`,
  'model-folder.too-deep': ({ most }: { most: number }) =>
    `Folders more than ${most} levels down are not looked into. Add the deeper one by itself.`,
  'model-folder.not-watched': () =>
    'The system does not tell of changes in this folder. It is read again every few minutes.',
  'model-folder.pickles': ({ count }: { count: number }) =>
    `${count === 1 ? 'One file is' : `${count} files are`} in a format that can run programs (.ckpt, .pt) and not used.`,
  'model-folder.foreign': ({ count }: { count: number }) =>
    `${count === 1 ? 'One file is' : `${count} files are`} of a kind that Onestroke does not use, such as a ControlNet or a model of another family, and not listed.`,
  'model-folder.both': ({ pickles, foreign }: { pickles: string; foreign: string }) => `${pickles} ${foreign}`,
}
