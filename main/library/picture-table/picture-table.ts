import { CodedColumn, withRoom } from './coded-column.ts'

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
  #count: number

  /** @param seqs ascending */
  constructor(seqs: Float64Array) {
    this.#seqs = seqs
    this.#count = seqs.length
    this.models = new CodedColumn<string>((name) => name, this.#count, '')
    this.sizes = new CodedColumn<Size>(sizeName, this.#count, { width: 0, height: 0 })
    this.steps = new CodedColumn<number>(String, this.#count, 0)
    this.marks = new CodedColumn<Mark>(markName, this.#count, { starred: false, rating: 0 })
    this.loras = new CodedColumn<readonly string[]>((names) => JSON.stringify(names), this.#count, [])
    this.boards = new CodedColumn<readonly number[]>((boards) => boards.join(), this.#count, [])
  }

  get count(): number {
    return this.#count
  }

  seqAt(place: number): number {
    return this.#seqs[place] as number
  }

  /** The first place whose `seq` is not below a number; `count` where all are. */
  firstFrom(seq: number): number {
    return lowerBound(this.#seqs, seq, 0, this.#count)
  }

  /** Calls `visit` for the place of each picture that the table holds. @param wanted ascending */
  visit(wanted: readonly number[], visit: (place: number) => void): void {
    const [seqs, count] = [this.#seqs, this.#count]
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

  put({ seq, modelName, size, steps, mark, loras, boards }: TableRow): void {
    const place = this.firstFrom(seq)
    if (place === this.#count || this.seqAt(place) !== seq) this.#insert(place, seq)
    this.models.set(place, modelName)
    this.sizes.set(place, size)
    this.steps.set(place, steps)
    this.marks.set(place, mark)
    this.loras.set(place, loras)
    this.boards.set(place, boards)
  }

  /** Takes a picture out where the table holds it. */
  remove(seq: number): void {
    this.visit([seq], (place) => {
      for (const column of this.#columns()) column.remove(place, this.#count)
      this.#seqs.copyWithin(place, place + 1, this.#count)
      this.#count -= 1
    })
  }

  #insert(place: number, seq: number): void {
    for (const column of this.#columns()) column.insert(place, this.#count)
    this.#seqs = withRoom(this.#seqs, this.#count)
    this.#seqs.copyWithin(place + 1, place, this.#count)
    this.#seqs[place] = seq
    this.#count += 1
  }

  #columns(): readonly Pick<CodedColumn<unknown>, 'insert' | 'remove'>[] {
    return [this.models, this.sizes, this.steps, this.marks, this.loras, this.boards]
  }
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
