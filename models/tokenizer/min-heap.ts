/** A binary heap of numbers that gives back the smallest first. */
export interface MinHeap {
  push(value: number): void
  /** Takes out the smallest value; undefined when none is left. */
  pop(): number | undefined
}

/** An empty heap; push and pop take logarithmic time. */
export function createMinHeap(): MinHeap {
  const values: number[] = []

  function siftDown(value: number): void {
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= values.length) break
      if (child + 1 < values.length && (values[child + 1] as number) < (values[child] as number)) child += 1
      const smaller = values[child] as number
      if (smaller >= value) break
      values[index] = smaller
      index = child
    }
    values[index] = value
  }

  return {
    push(value) {
      let index = values.length
      while (index > 0) {
        const parent = (index - 1) >> 1
        const above = values[parent] as number
        if (above <= value) break
        values[index] = above
        index = parent
      }
      values[index] = value
    },
    pop() {
      const smallest = values[0]
      const last = values.pop()
      if (values.length > 0) siftDown(last as number)
      return smallest
    },
  }
}
