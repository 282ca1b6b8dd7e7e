import { createHash } from 'node:crypto'

/**
 * Choices that a seed decides: the same seed makes the same ones, in the same order, on every computer.
 * @returns a function that picks an index below `count`.
 */
export function createSeededChoice(seed: number): (count: number) => number {
  let asked = 0
  return (count) => {
    const digest = createHash('sha256').update(`onestroke choice ${seed} ${asked}`).digest()
    asked += 1
    // 48 random bits over a few alternatives: the bias is immeasurable.
    return digest.readUIntBE(0, 6) % count
  }
}
