const plain = new Intl.NumberFormat('de', { maximumFractionDigits: 3 })
const tenths = new Intl.NumberFormat('de', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** `1.234,5` */
export function number(value: number): string {
  return plain.format(value)
}

/** `2,1 von 4,3 GB` */
export function amounts(have: number, need: number): string {
  if (need < 1e6) return `${number(have)} von ${number(need)} Byte`
  const [unit, bytes] = need >= 1e9 ? ['GB', 1e9] : ['MB', 1e6]
  return `${tenths.format(have / bytes)} von ${tenths.format(need / bytes)} ${unit}`
}

/** `2,4 GB` */
export function amount(bytes: number): string {
  if (bytes >= 1e9) return `${tenths.format(bytes / 1e9)} GB`
  return bytes >= 1e6 ? `${plain.format(Math.round(bytes / 1e6))} MB` : `${number(bytes)} Byte`
}

/** `19,3 GB` */
export function gigabytes(bytes: number): string {
  return `${tenths.format(bytes / 1e9)} GB`
}
