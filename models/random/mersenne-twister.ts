const STATE_SIZE = 624
const SHIFT_SIZE = 397

function initialState(seed: number): Uint32Array {
  const state = new Uint32Array(STATE_SIZE)
  let previous = seed >>> 0
  state[0] = previous
  for (let i = 1; i < STATE_SIZE; i++) {
    previous = (Math.imul(1812433253, previous ^ (previous >>> 30)) + i) >>> 0
    state[i] = previous
  }
  return state
}

function twist(state: Uint32Array): void {
  for (let i = 0; i < STATE_SIZE; i++) {
    const next = state[(i + 1) % STATE_SIZE] as number
    const joined = ((state[i] as number) & 0x8000_0000) | (next & 0x7fff_ffff)
    const shifted = state[(i + SHIFT_SIZE) % STATE_SIZE] as number
    state[i] = shifted ^ (joined >>> 1) ^ (joined & 1 ? 0x9908_b0df : 0)
  }
}

/**
 * MT19937 seeded with one 32-bit word; every call returns the next unsigned 32-bit integer.
 * Source: Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8(1), 1998, with the 2002 initialisation.
 */
export function createMersenneTwister(seed: number): () => number {
  const state = initialState(seed)
  let position = STATE_SIZE
  return () => {
    if (position === STATE_SIZE) {
      twist(state)
      position = 0
    }
    let word = state[position++] as number
    word ^= word >>> 11
    word ^= (word << 7) & 0x9d2c_5680
    word ^= (word << 15) & 0xefc6_0000
    return (word ^ (word >>> 18)) >>> 0
  }
}
