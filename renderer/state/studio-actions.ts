import type { Action } from './shortcuts.svelte.ts'
import type { Studio } from './studio.svelte.ts'

/** The editor's element, where it is drawn. */
function promptField(): HTMLTextAreaElement | null {
  return document.querySelector<HTMLTextAreaElement>('#prompt')
}

/** Puts the cursor into the prompt, wherever the window is. */
async function focusPrompt({ layout }: Studio): Promise<void> {
  layout.openPrompt()
  await Promise.resolve()
  promptField()?.focus()
}

function generateActions(studio: Studio): Action[] {
  const { draft, queue } = studio
  return [
    // First of all, so that whatever else Escape closes is asked before it.
    {
      id: 'queue.cancelRunning',
      group: 'generate',
      label: () => studio.t.queue.cancelRunning,
      key: 'Escape',
      when: () => queue.running !== null,
      run: () => void queue.cancelRunning(),
    },
    {
      id: 'generate',
      group: 'generate',
      label: () => studio.t.prompt.generate,
      key: 'Mod+Enter',
      run: () => {
        studio.generate()
      },
    },
    {
      id: 'generate.next',
      group: 'generate',
      label: () => studio.t.prompt.generateNext,
      key: 'Mod+Shift+Enter',
      run: () => {
        studio.generate('next')
      },
    },
    {
      id: 'seed.roll',
      group: 'generate',
      label: () => studio.t.prompt.roll,
      key: 'Alt+r',
      run: () => {
        draft.rollSeed()
      },
    },
    {
      id: 'queue.pause',
      group: 'generate',
      label: () => (queue.all.paused ? studio.t.queue.resume : studio.t.queue.pause),
      key: 'Alt+p',
      run: () => void queue.togglePause(),
    },
    {
      id: 'prompt.focus',
      group: 'prompt',
      label: () => studio.t.prompt.focusPrompt,
      key: 'Alt+a',
      run: () => void focusPrompt(studio),
    },
  ]
}

/** An action that shows or hides something. */
function viewAction(id: string, key: string, label: () => string, run: () => void): Action {
  return { id, group: 'view', label, key, run }
}

function viewActions(studio: Studio): Action[] {
  const { layout } = studio
  return [
    viewAction(
      'view.prompt',
      't',
      () => studio.t.shell.togglePrompt,
      () => {
        layout.togglePrompt()
      },
    ),
    viewAction(
      'view.gallery',
      'o',
      () => studio.t.shell.toggleGallery,
      () => {
        layout.toggleGallery()
      },
    ),
    viewAction(
      'view.both',
      'Shift+o',
      () => studio.t.shell.toggleBoth,
      () => {
        layout.toggleBoth()
      },
    ),
    viewAction(
      'view.galleryFull',
      'g',
      () => studio.t.shell.galleryView,
      () => {
        layout.toggleView()
      },
    ),
  ]
}

function dialogActions(studio: Studio): Action[] {
  const { dialogs } = studio
  return [
    viewAction(
      'dialog.settings',
      'Mod+,',
      () => studio.t.shell.openSettings,
      () => {
        dialogs.open({ kind: 'settings' })
      },
    ),
    viewAction(
      'dialog.models',
      'Alt+m',
      () => studio.t.shell.openModels,
      () => {
        dialogs.open({ kind: 'models', section: 'all' })
      },
    ),
    viewAction(
      'dialog.shortcuts',
      '?',
      () => studio.t.shell.openShortcuts,
      () => {
        dialogs.open({ kind: 'shortcuts' })
      },
    ),
  ]
}

/** The keys that work everywhere. */
export function studioActions(studio: Studio): Action[] {
  return [...generateActions(studio), ...viewActions(studio), ...dialogActions(studio)]
}
