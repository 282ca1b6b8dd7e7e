/** A picture that can't be read; the message is one sentence for the user. The caller adds the file's name. */
export class ImageError extends Error {
  override readonly name = 'ImageError'
}
