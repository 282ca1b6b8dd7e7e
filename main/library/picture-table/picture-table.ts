import { CodedColumn } from './coded-column.ts'
import { planRearrangement, rearrange } from './rearrange.ts'

/** What filters and sortings of the gallery ask of a picture, its text apart. */
export interface TableRow {
  readonly seq: number
  readonly modelName: string
  readonly size: Size
  readonly steps: number
  readonly mark: Mark
  /** In the order of their names. */
  readonly loras: readonly string[]
  /** Rows of the table `boards`, in their order. */
  readonly boards: readonly number[]
}

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Mark {
  readonly starred: boolean
  readonly rating: number
}

/**
 * The pictures of the gallery in the order of `seq`, which is that of time: what SQLite would visit a hundred thousand rows
 * for is a pass over some bytes for each picture here. A place is a picture's number in that order.
 */
export class PictureTable {
  readonly models: CodedColumn<string>
  readonly sizes: CodedColumn<Size>
  readonly steps: CodedColumn<number>
  readonly marks: CodedColumn<Mark>
  readonly loras: CodedColumn<readonly string[]>
  readonly boards: CodedColumn<readonly number[]>
  #seqs: Float64Array

  /** @param seqs ascending */
  constructor(seqs: Float64Array) {
    this.#seqs = seqs
    const count = seqs.length
    this.models = new CodedColumn<string>((name) => name, count, '')
    this.sizes = new CodedColumn<Size>(sizeName, count, { width: 0, height: 0 })
    this.steps = new CodedColumn<number>(String, count, 0)
    this.marks = new CodedColumn<Mark>(markName, count, { starred: false, rating: 0 })
    this.loras = new CodedColumn<readonly string[]>((names) => JSON.stringify(names), count, [])
    this.boards = new CodedColumn<readonly number[]>((boards) => boards.join(), count, [])
  }

  get count(): number {
    return this.#seqs.length
  }

  seqAt(place: number): number {
    return this.#seqs[place] as number
  }

  /** The first place whose `seq` is not below a number; `count` where all are. */
  firstFrom(seq: number): number {
    return lowerBound(this.#seqs, seq, 0, this.count)
  }

  /** Calls `visit` for the place of each picture that the table holds. @param wanted ascending */
  visit(wanted: readonly number[], visit: (place: number) => void): void {
    const [seqs, count] = [this.#seqs, this.count]
    let low = 0
    for (const seq of wanted) {
      // The next is mostly near.
      let step = 1
      while (low + step < count && (seqs[low + step] as number) < seq) {
        low += step
        step *= 2
      }
      low = lowerBound(seqs, seq, low, Math.min(count, low + step))
      if (low < count && seqs[low] === seq) visit(low)
    }
  }

  /** Takes pictures in, or what has changed about them, and others out. */
  update(rows: readonly TableRow[], gone: ReadonlySet<number>): void {
    const added = new Set(rows.map(({ seq }) => seq))
    const removed: number[] = []
    this.visit([...added].toSorted(ascending), (place) => added.delete(this.seqAt(place)))
    this.visit([...gone].toSorted(ascending), (place) => removed.push(place))
    if (added.size + removed.length > 0) this.#rearrange([...added].toSorted(ascending), removed)
    for (const row of rows) this.#set(this.firstFrom(row.seq), row)
  }

  #set(place: number, { modelName, size, steps, mark, loras, boards }: TableRow): void {
    this.models.set(place, modelName)
    this.sizes.set(place, size)
    this.steps.set(place, steps)
    this.marks.set(place, mark)
    this.loras.set(place, loras)
    this.boards.set(place, boards)
  }

  /** @param added rows, @param removed places, both ascending */
  #rearrange(added: readonly number[], removed: readonly number[]): void {
    const before = added.map((seq) => this.firstFrom(seq))
    const plan = planRearrangement(this.count, removed, before)
    for (const column of this.#columns()) column.rearrange(plan)
    this.#seqs = rearrange(this.#seqs, plan)
    for (const [index, place] of plan.inserted.entries()) this.#seqs[place] = added[index] as number
  }

  #columns(): readonly Pick<CodedColumn<unknown>, 'rearrange'>[] {
    return [this.models, this.sizes, this.steps, this.marks, this.loras, this.boards]
  }
}

function ascending(a: number, b: number): number {
  return a - b
}

/** The first index from `low` to `high` whose number is not below a value; `high` where all are. */
function lowerBound(numbers: Float64Array, value: number, low: number, high: number): number {
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((numbers[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

function sizeName({ width, height }: Size): string {
  return `${width} ${height}`
}

function markName({ starred, rating }: Mark): string {
  return `${starred} ${rating}`
}
