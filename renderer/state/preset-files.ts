import type { Studio } from './studio.svelte.ts'

type Presenting = Pick<Studio, 'presets' | 'toasts' | 't'>

const FILE_NAME = 'onestroke-presets.json'

/** Hands all saved presets to the browser as one file. Tells the user what went wrong and does not reject. */
export async function savePresetsFile({ presets, toasts }: Presenting): Promise<void> {
  try {
    const text = `${JSON.stringify(await presets.exported(), null, 2)}\n`
    const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
    const link = Object.assign(document.createElement('a'), { href: url, download: FILE_NAME })
    link.click()
    URL.revokeObjectURL(url)
  } catch (error) {
    toasts.showError(error)
  }
}

/** Adds the presets of a file. Tells the user how many, or what went wrong, and does not reject. */
export async function readPresets({ presets, toasts, t }: Presenting, file: File): Promise<void> {
  try {
    toasts.show(t.prompt.presetsImported(await presets.importFrom(await file.text())))
  } catch (error) {
    if (error instanceof SyntaxError) toasts.show(t.prompt.notPresets(file.name), { kind: 'error' })
    else toasts.showError(error)
  }
}
