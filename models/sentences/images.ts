/** Picture files that cannot be read. */
export const images = {
  'image.named': ({ file, problem }: { file: string; problem: string }) => `${file}: ${problem}`,
  'image.unreadable': () => 'The file is damaged, or is no picture that Onestroke can read.',
  'image.too-large': ({ megapixels }: { megapixels: number }) => `The picture is larger than ${megapixels} megapixels.`,
  'image.no-thumbnail': () => 'The picture cannot be made smaller: its file is damaged or too large.',
  'image.other-size': () => 'The stored picture has another size than its recipe says.',
  'png.no-png': () => 'This is not a PNG file.',
  'png.no-header': () => 'The PNG file is damaged: it has no header.',
  'png.too-many-parts': () => 'The PNG file is damaged: it has too many parts.',
  'png.cut-off': () => 'The PNG file is cut off.',
  'png.checksum': () => 'The PNG file is damaged: a checksum does not match.',
  'png.text-damaged': () => 'The PNG file is damaged: the text in it cannot be read.',
  'png.too-much-text': () => 'The PNG file holds more text than Onestroke reads.',
}
