/** Texts of the window's frame: panels, start, messages. */
export const shell = {
  close: 'Close',
  dismiss: 'Dismiss',
  starting: 'Onestroke is starting…',
  startFailed: 'Onestroke could not start.',
  notAnswering: 'Onestroke is not answering.',
  answeredWith: (status: number) => `Onestroke answered with the status ${status}.`,
  tryAgain: 'Try again',
  picture: 'Picture',
  gallery: 'Gallery',
  tabs: 'Parts of the studio',
  togglePrompt: 'Show or fold the prompt panel',
  toggleGallery: 'Show or fold the gallery',
  toggleBoth: 'Only the picture, or everything',
  galleryView: 'Gallery, full view',
  backToStudio: 'Back to the studio',
  resizePrompt: 'Width of the prompt panel',
  resizeGallery: 'Width of the gallery',
  openSettings: 'Settings',
  openModels: 'Models',
  /** What is written on the keys. */
  keys: { Mod: 'Ctrl', Shift: 'Shift', Enter: 'Enter', Escape: 'Esc', Delete: 'Del', ' ': 'Space' } as Readonly<
    Record<string, string>
  >,
  openShortcuts: 'Keyboard shortcuts',
  messages: 'Messages',
  dropTitle: 'Drop a picture, a model or a folder of models',
  dropRemark: 'The settings inside a picture are read. Models are used where they lie.',
  dropOne: 'Drop one picture at a time.',
  dropTooLarge: 'This file is larger than 64 MB. Choose a smaller copy of the picture.',
  dropWeights: (file: string) =>
    `${file} is a model or LoRA. Add it by its place on this computer; it is used where it lies.`,
  dropFolder: (folder: string) =>
    `${folder} is a folder. Add it by its place on this computer; its models are used where they lie.`,
  addByPlace: 'Add by its place…',
  droppedFolder: (path: string) => `Models of ${path} are used from now on.`,
  inviteTitle: 'That was the built-in model: small, emoji-like, for trying out.',
  inviteText: 'With a checkpoint of your own, Onestroke makes full-size pictures.',
  inviteAdd: 'Add a real model…',
  inviteLater: 'Later',
}
